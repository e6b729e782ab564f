import { syncBuiltinESMExports } from 'node:module';
import workerThreads, { Worker } from 'node:worker_threads';

/**
 * `node --import` of this file, with an IPC channel to the parent: on the message `crash-workers` every worker thread ends in the
 * middle of what it does, on `abort` the process does, as after a fault of the machine's.
 */
const workers = new Set<Worker>();

class WatchedWorker extends Worker {
  constructor(...args: ConstructorParameters<typeof Worker>) {
    super(...args);
    workers.add(this);
    this.once('exit', () => workers.delete(this));
  }
}

workerThreads.Worker = WatchedWorker;
syncBuiltinESMExports();

process.on('message', (message) => {
  if (message === 'abort') process.abort();
  if (message === 'crash-workers') for (const worker of workers) void worker.terminate();
});
// The listener alone would keep a process that has nothing else to do from ending.
process.channel?.unref();
