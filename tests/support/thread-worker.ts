import { Worker as NodeWorker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** A browser's worker made of a thread of Node's: what the screen's workers use of it behaves alike. `program`: CommonJS. */
export function threadWorker(program: string): Worker {
  const thread = new NodeWorker(program, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 24 } });
  onTestFinished(async () => {
    await thread.terminate();
  });
  const worker = {
    onmessage: null as ((event: { data: unknown }) => void) | null,
    onerror: null as ((event: unknown) => void) | null,
    postMessage: (message: unknown) => thread.postMessage(message),
    terminate: () => void thread.terminate(),
  };
  thread.on('message', (data) => worker.onmessage?.({ data }));
  thread.on('error', (error) => worker.onerror?.(error));
  // Two handlers, `postMessage` and `terminate` are all that is used of a Worker.
  return worker as unknown as Worker;
}
