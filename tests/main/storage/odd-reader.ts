import { parentPort } from 'node:worker_threads';
import type { FromWorker, ToWorker } from '../../../src/main/storage/sqlite/protocol.ts';

/** The storage reader, with a bug in its check. Who asked takes the first answer, so this one listens first. */
parentPort?.on('message', (message: ToWorker) => {
  if (message.kind !== 'calls') return;
  for (const { name, id } of message.calls) {
    if (name !== 'check') continue;
    const answers: FromWorker = { kind: 'answers', answers: [{ id, bug: 'a bug in the check' }] };
    parentPort?.postMessage(answers);
  }
});

await import('../../../src/main/storage/sqlite/reader-worker.ts');
