import { utf8Bytes } from '../../../src/core/bytes.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../../src/core/endpoint.ts';
import { defaultReplySettings } from '../../../src/core/reply/reply-settings.ts';
import { openTestEngine } from '../../support/open-test-engine.ts';

/**
 * A program that captures, forwards to the targets of its arguments, and delivers what waits all the time, until it is killed.
 * Prints its URL when it captures.
 */
const [dataDir, ...urls] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('the data folder is missing');
const opened = await openTestEngine(dataDir);
if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
const { handlers, on, start } = opened.value;
const updated = await handlers['endpoints.update']({
  id: CATCH_ALL_ENDPOINT_ID,
  replying: {
    ...defaultReplySettings,
    forward: {
      targets: urls.map((url, at) => ({ id: `t${at}`, url, eventTypes: [], isDefault: false })),
      timeoutMs: 5000,
      fallback: { status: 202, headers: [], body: utf8Bytes('kept') },
      queue: true,
      queueServerErrors: true,
    },
  },
});
if (!updated.ok) throw new Error(JSON.stringify(updated.failure));
on('queue.changed', ({ targets }) => {
  if (targets.some(({ isSending }) => !isSending)) void handlers['queue.deliverNow']({ target: null });
});
await start();
await handlers['queue.deliverNow']({ target: null });
const { listener } = await handlers['app.state'](null);
if (listener.kind !== 'listening') throw new Error(listener.kind);
process.stdout.write(`${listener.url}\n`);
