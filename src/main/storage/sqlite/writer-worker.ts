import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { ok } from '../../../core/result.ts';
import { createBallast } from './ballast.ts';
import { connectForWriting } from './connection.ts';
import { openFile } from './opening.ts';
import type { FromWorker, ToWorker, WriterData } from './protocol.ts';
import { createWriter } from './writer.ts';

/** The thread that writes: started by `openSqliteStore`, which passes a `WriterData`. */
const port = parentPort;
if (port === null) throw new Error('the storage writer runs as a worker');
const { file, openedAt, ballastBytes, maxPages } = workerData as WriterData;
const send = (message: FromWorker): void => port.postMessage(message);

const opened = await openFile(file, openedAt, maxPages);
if (!opened.ok) {
  send({ kind: 'opened', result: opened });
  port.close();
} else {
  const { db, opening } = opened.value;
  const ballast = createBallast(`${file}.ballast`, ballastBytes);
  const reopen = (): DatabaseSync => {
    const again = connectForWriting(file, maxPages ?? undefined);
    // What is in the log is carried over now, while nothing depends on it, and the log starts anew.
    again.exec('PRAGMA wal_checkpoint(PASSIVE)');
    return again;
  };
  const writer = createWriter({ db, reopen, ballast, send, monotonicMs: () => performance.now() });
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'calls') {
      writer.submit(message.calls);
    } else {
      writer.close();
      port.close();
    }
  });
  send({ kind: 'opened', result: ok(opening) });
  // Not on the way to the first capture: sixteen megabytes take some ten milliseconds.
  ballast.ensure();
}
