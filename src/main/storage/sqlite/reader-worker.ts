import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { errnoOf } from '../../atomic-file.ts';
import { openDatabasePages } from '../salvage/database-pages.ts';
import { createSalvageReads, type SalvageCalls } from '../salvage/salvage-reads.ts';
import { connectForReading, describeError, isCorruption, sqliteCodeOf } from './connection.ts';
import { MIGRATIONS, schemaVersion } from './migrations.ts';
import {
  type Answer,
  type CallMessage,
  type FromWorker,
  GATE,
  type ReaderCalls,
  type ReaderData,
  receivedCalls,
  type ToWorker,
} from './protocol.ts';
import { createReader } from './reader.ts';

/**
 * A thread that reads: a history, started by `openSqliteStore` and `openSqliteReader`, or what is left of a damaged one, started by
 * its salvage. All pass a `ReaderData`.
 */
const port = parentPort;
if (port === null) throw new Error('the storage reader runs as a worker');
const { file, gate, isDamaged = false, mayBeNewer = false } = workerData as ReaderData;
const send = (message: FromWorker): void => port.postMessage(message);

interface Served {
  readonly calls: ReaderCalls | SalvageCalls;
  /** Of a newer Hookproof's file; null: the format is known. */
  readonly newerFormat: number | null;
  close(): void;
}

const opened = isDamaged ? openDamaged() : open();
if (!opened.ok) {
  send({ kind: 'opened', result: opened });
  port.close();
} else {
  const served = opened.value;
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'calls') {
      for (const call of receivedCalls(message)) void answer(served, call);
    } else {
      served.close();
      port.close();
    }
  });
  send({ kind: 'opened', result: ok(served.newerFormat) });
}

function openDamaged(): Result<Served, Failure> {
  try {
    const pages = openDatabasePages(file);
    return ok({ calls: createSalvageReads(pages), newerFormat: null, close: pages.close });
  } catch (error) {
    const detail = errnoOf(error);
    if (detail === null) throw error;
    return fail({ code: 'file-unreadable', file, detail });
  }
}

function open(): Result<Served, Failure> {
  if (gate !== null) {
    const state = new Int32Array(gate);
    Atomics.wait(state, 0, GATE.wait);
    if (Atomics.load(state, 0) === GATE.giveUp) return fail({ code: 'storage-failed', detail: 'there is no writer' });
  }
  if (!existsSync(file)) return fail({ code: 'file-unreadable', file, detail: 'there is no such file' });
  try {
    const db = connectForReading(file);
    const found = schemaVersion(db);
    const supported = MIGRATIONS.length;
    const close = (): void => db.close();
    if (found === supported) return ok({ calls: createReader(db, file), newerFormat: null, close });
    if (found > supported && mayBeNewer) {
      const calls = readerOfNewer(db);
      if (calls !== null) return ok({ calls, newerFormat: found, close });
    }
    close();
    if (found > supported) return fail({ code: 'store-newer', found, supported });
    return fail({
      code: 'storage-failed',
      detail: `format ${found} has to be brought to ${supported} by starting Hookproof`,
    });
  } catch (error) {
    return fail({ code: 'storage-failed', detail: describeError(error) });
  }
}

/** null when it has changed too much: one of the columns that are read is not there. */
function readerOfNewer(db: DatabaseSync): ReaderCalls | null {
  try {
    return createReader(db, file);
  } catch (error) {
    if (sqliteCodeOf(error) === null) throw error;
    return null;
  }
}

async function answer(served: Served, call: CallMessage): Promise<void> {
  let answered: Answer;
  try {
    answered = { id: call.id, result: ok(await perform(served.calls, call)) };
  } catch (error) {
    // What a newer one's columns hold nobody here knows.
    if (isCorruption(error) && (served.newerFormat === null || sqliteCodeOf(error) !== null))
      send({ kind: 'fault', failure: { code: 'store-damaged', detail: describeError(error) } });
    answered = { id: call.id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  send({ kind: 'answers', answers: [answered] });
}

/** The two ends of the channel are compiled against the same `ReaderCalls`, so the input is what the call takes. */
function perform(reader: Served['calls'], { name, input }: CallMessage): unknown {
  if (!Object.hasOwn(reader, name)) throw new Error(`the reader has no call ${name}`);
  return Reflect.get(reader, name)(input);
}
