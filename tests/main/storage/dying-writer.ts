import { parentPort } from 'node:worker_threads';
import type { AppendInput, ToWorker } from '../../../src/main/storage/sqlite/protocol.ts';

await import('../../../src/main/storage/sqlite/writer-worker.ts');

/** The storage writer, which dies when it is given a capture for `/die`, before it commits. */
parentPort?.on('message', (message: ToWorker) => {
  if (message.kind !== 'calls') return;
  for (const { name, input } of message.calls) {
    if (name === 'append' && (input as AppendInput).capture.target === '/die') process.exit(1);
  }
});
