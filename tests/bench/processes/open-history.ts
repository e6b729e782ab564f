import { notIndexing, openLarge } from '../large-history.ts';

/** Opens a history in a new process and lists its newest page; prints what that took. */
const [, , file = ''] = process.argv;
const from = performance.now();
const store = await openLarge(file, { indexing: notIndexing });
const openMs = performance.now() - from;
await store.list({ filter: {}, before: null, limit: 100 });
const pageMs = performance.now() - from - openMs;
process.stdout.write(JSON.stringify({ openMs, pageMs, sinceStartMs: performance.now() }));
await store.close();
