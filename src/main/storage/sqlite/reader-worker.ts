import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { connectForReading, describeError } from './connection.ts';
import { MIGRATIONS, schemaVersion } from './migrations.ts';
import {
  type Answer,
  type CallMessage,
  type FromWorker,
  GATE,
  type ReaderCalls,
  type ReaderData,
  type ToWorker,
} from './protocol.ts';
import { createReader } from './reader.ts';

/** A thread that reads: started by `openSqliteStore` and `openSqliteReader`, which pass a `ReaderData`. */
const port = parentPort;
if (port === null) throw new Error('the storage reader runs as a worker');
const { file, gate } = workerData as ReaderData;
const send = (message: FromWorker): void => port.postMessage(message);

const opened = open();
if (!opened.ok) {
  send({ kind: 'opened', result: opened });
  port.close();
} else {
  const db = opened.value;
  const reader = createReader(db);
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'calls') {
      for (const call of message.calls) void answer(reader, call);
    } else {
      db.close();
      port.close();
    }
  });
  send({ kind: 'opened', result: ok(null) });
}

function open(): Result<DatabaseSync, Failure> {
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
    if (found === supported) return ok(db);
    db.close();
    if (found > supported) return fail({ code: 'store-newer', found, supported });
    return fail({
      code: 'storage-failed',
      detail: `format ${found} has to be brought to ${supported} by starting Hookproof`,
    });
  } catch (error) {
    return fail({ code: 'storage-failed', detail: describeError(error) });
  }
}

async function answer(reader: ReaderCalls, call: CallMessage): Promise<void> {
  let answered: Answer;
  try {
    answered = { id: call.id, result: ok(await perform(reader, call)) };
  } catch (error) {
    answered = { id: call.id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  send({ kind: 'answers', answers: [answered] });
}

/** The two ends of the channel are compiled against the same `ReaderCalls`, so the input is what the call takes. */
function perform(reader: ReaderCalls, { name, input }: CallMessage): unknown {
  if (!Object.hasOwn(reader, name)) throw new Error(`the reader has no call ${name}`);
  return reader[name as keyof ReaderCalls](input as never);
}
