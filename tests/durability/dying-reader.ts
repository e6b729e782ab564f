import { parentPort } from 'node:worker_threads';
import type { ToWorker } from '../../src/main/storage/sqlite/protocol.ts';

await import('../../src/main/storage/sqlite/reader-worker.ts');

/** A capture that no history has. */
const DEADLY_ID = 666_666;

/** The storage reader, which dies when it is asked for one certain capture. */
parentPort?.on('message', (message: ToWorker) => {
  if (message.kind !== 'calls') return;
  for (const { name, input } of message.calls) {
    // The input of a detail call is its input.
    if (name === 'detail' && (input as { id: number }).id === DEADLY_ID) process.exit(1);
  }
});
