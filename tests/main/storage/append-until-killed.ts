import { openSqliteStore } from '../../../src/main/storage/sqlite/sqlite-store.ts';
import { newCapture } from '../../support/captures.ts';
import { programUrl } from '../../support/programs.ts';

/** A program that appends for ever and prints each id when it is acknowledged, until it is killed. */
const file = process.argv[2];
if (file === undefined) throw new Error('the history file is missing');
const workers = {
  writer: programUrl('storage-writer'),
  reader: programUrl('storage-reader'),
};
const opened = await openSqliteStore({ file, workers, ballastBytes: 65_536 });
if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
const store = opened.value;

async function appendForever(): Promise<never> {
  for (;;) {
    const stored = await store.append(newCapture({ body: 'x'.repeat(500) }));
    if (!stored.ok) throw new Error(JSON.stringify(stored.failure));
    process.stdout.write(`${stored.value.id}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, appendForever));
