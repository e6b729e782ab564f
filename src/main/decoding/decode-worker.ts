import { parentPort } from 'node:worker_threads';
import type { DecodeTask } from './decoding.ts';
import { undoCodings } from './undo-coding.ts';

/** A thread that decodes one body and is ended by whoever started it: `askDisposableWorker`. */
const port = parentPort;
if (port === null) throw new Error('decoding runs as a worker');

port.on('message', async ({ bytes, codings, incomplete }: DecodeTask) => {
  const decoded = await undoCodings(bytes, codings, incomplete);
  port.postMessage(decoded);
});
