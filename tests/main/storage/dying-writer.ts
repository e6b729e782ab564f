import { parentPort } from 'node:worker_threads';
import type { AppendFacts, AppendInput, ToWorker } from '../../../src/main/storage/sqlite/protocol.ts';

await import('../../../src/main/storage/sqlite/writer-worker.ts');

/** The storage writer, which dies when it is given a capture for `/die`, before it commits. */
parentPort?.on('message', (message: ToWorker) => {
  if (message.kind !== 'calls') return;
  for (const { name, input } of message.calls) {
    if (name !== 'append') continue;
    const facts = JSON.parse((input as AppendInput).facts) as AppendFacts;
    if (facts.target === '/die') process.exit(1);
  }
});
