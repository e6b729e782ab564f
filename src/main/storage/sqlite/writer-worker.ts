import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { ok } from '../../../core/result.ts';
import { lastCaptureId, openLedger } from './append-ledger.ts';
import { createBallast } from './ballast.ts';
import { connectForWriting } from './connection.ts';
import { openFile } from './opening.ts';
import { type FromWorker, receivedCalls, type ToWorker, type WriterData } from './protocol.ts';
import { createWriter } from './writer.ts';

/** The thread that writes: started by `openSqliteStore`, which passes a `WriterData`. */
const port = parentPort;
if (port === null) throw new Error('the storage writer runs as a worker');
const { file, openedAt, ballastBytes, maxPages } = workerData as WriterData;
const post = (message: FromWorker): void => port.postMessage(message);

const opened = await openFile(file, openedAt, maxPages);
if (!opened.ok) {
  post({ kind: 'opened', result: opened });
  port.close();
} else {
  const { opening } = opened.value;
  let { db } = opened.value;
  let newestId = lastCaptureId(db);
  const ledger = openLedger(file, newestId(), (error) =>
    post({ kind: 'fault', failure: { code: 'storage-failed', detail: `the ledger: ${error.message}` } }),
  );
  /** Answers come after a commit, and what they acknowledge is in the ledger before anybody hears of it. */
  const send = (message: FromWorker): void => {
    if (message.kind === 'answers' && db.isOpen) ledger.note(newestId());
    post(message);
  };
  const ballast = createBallast(`${file}.ballast`, ballastBytes);
  const reopen = (): DatabaseSync => {
    const again = connectForWriting(file, maxPages ?? undefined);
    // What is in the log is carried over now, while nothing depends on it, and the log starts anew.
    again.exec('PRAGMA wal_checkpoint(PASSIVE)');
    db = again;
    newestId = lastCaptureId(db);
    return again;
  };
  const writer = createWriter({ db, reopen, ballast, send, monotonicMs: () => performance.now() });
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'calls') {
      writer.submit(receivedCalls(message));
    } else {
      writer.close();
      ledger.close();
      port.close();
    }
  });
  send({ kind: 'opened', result: ok(opening) });
  // Not on the way to the first capture: sixteen megabytes take some ten milliseconds.
  ballast.ensure();
}
