import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  BUSY_TIMEOUT_MS,
  connectForReading,
  connectForWriting,
  pragma,
  SQLITE,
} from '../../../src/main/storage/sqlite/connection.ts';
import { appendInput, updateInput } from '../../../src/main/storage/sqlite/crossing.ts';
import { openFile } from '../../../src/main/storage/sqlite/opening.ts';
import type { Answer, CallMessage, FromWorker } from '../../../src/main/storage/sqlite/protocol.ts';
import { createWriter, type Writer } from '../../../src/main/storage/sqlite/writer.ts';
import { newCapture } from '../../support/captures.ts';
import { unwrap, verdict } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';

interface Started {
  readonly writer: Writer;
  readonly db: DatabaseSync;
  readonly file: string;
  /** Another connection, which sees what is committed. */
  readonly seen: () => readonly unknown[];
  readonly answers: Answer[];
  /** What was said besides answers. */
  readonly faults: FromWorker[];
  answered(id: number): Promise<Answer>;
}

/** A writer on this thread, whose clock stands still: senders are writing from the first append on. */
async function start(): Promise<Started> {
  const file = join(await tempDir(), 'history.db');
  const { db } = unwrap(await openFile(file, 0, null));
  const reading = connectForReading(file);
  const verdicts = reading.prepare('SELECT verdicts FROM captures ORDER BY id');
  const answers: Answer[] = [];
  const faults: FromWorker[] = [];
  const writer = createWriter({
    db,
    reopen: () => connectForWriting(file),
    ballast: { ensure: () => true, release: () => undefined },
    send: (message: FromWorker) => {
      if (message.kind === 'answers') answers.push(...message.answers);
      else faults.push(message);
    },
    monotonicMs: () => 0,
  });
  onTestFinished(() => {
    writer.close();
    reading.close();
  });
  return {
    writer,
    db,
    file,
    seen: () => verdicts.all().map((row) => JSON.parse(String(row.verdicts))),
    answers,
    faults,
    answered: (id) =>
      vi.waitFor(() => {
        const answer = answers.find((each) => each.id === id);
        if (answer === undefined) throw new Error(`call ${id} is not answered`);
        return answer;
      }),
  };
}

const append = (id: number): CallMessage => ({ id, name: 'append', ...appendInput(newCapture({ body: `${id}` })) });
const judge = (id: number, capture: number): CallMessage => ({
  id,
  name: 'update',
  ...updateInput([{ id: capture, verdicts: [verdict('verified')] }]),
});
const replied = (id: number, capture: number, bytes: number): CallMessage => {
  const reply = { status: 200, headers: [], bodyBytes: bytes, source: 'default' } as const;
  const body = new Uint8Array(bytes);
  return { id, name: 'update', ...updateInput([{ id: capture, reply: { reply, body, replyMs: 1 } }]) };
};
const JUDGED = [verdict('verified')];

describe('the writer, where senders are writing', () => {
  it('does an update before the next append comes, and commits both at once', async () => {
    const { writer, db, seen, answered, answers } = await start();
    writer.submit([append(1)]);
    await answered(1);
    writer.submit([judge(2, 1)]);
    expect([db.isTransaction, seen(), answers]).toEqual([true, [[]], [expect.objectContaining({ id: 1 })]]);
    writer.submit([append(3)]);
    await answered(3);
    expect(answers.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect([db.isTransaction, seen()]).toEqual([false, [JUDGED, []]]);
  });

  it('commits an update that no append follows', async () => {
    const { writer, db, seen, answered } = await start();
    writer.submit([append(1)]);
    await answered(1);
    writer.submit([judge(2, 1)]);
    await answered(2);
    expect([db.isTransaction, seen()]).toEqual([false, [JUDGED]]);
  });

  it('commits what has begun when it is closed', async () => {
    const { writer, seen, answered, answers } = await start();
    writer.submit([append(1)]);
    await answered(1);
    writer.submit([judge(2, 1)]);
    writer.close();
    expect([seen(), answers.at(-1)]).toEqual([[JUDGED], expect.objectContaining({ id: 2 })]);
  });

  it('loses no update that was begun to a call that fails beside it', async () => {
    const { writer, seen, answered } = await start();
    writer.submit([append(1)]);
    await answered(1);
    writer.submit([judge(2, 1)]);
    writer.submit([{ id: 3, name: 'nothing', input: null, bytes: [] }, append(4)]);
    expect(await answered(3)).toEqual({ id: 3, bug: expect.stringContaining('nothing') });
    expect(await answered(2)).toMatchObject({ result: { ok: true } });
    expect(await answered(4)).toMatchObject({ result: { ok: true, value: { id: 2 } } });
    expect(seen()).toEqual([JUDGED, []]);
  });

  it('tells of an update that fails, and loses none that was begun before it', async () => {
    const { writer, db, seen, answered } = await start();
    writer.submit([append(1)]);
    await answered(1);
    writer.submit([judge(2, 1)]);
    writer.submit([{ id: 3, name: 'update', input: { updates: 'no JSON' }, bytes: [] }]);
    expect(await answered(3)).toEqual({ id: 3, bug: expect.stringContaining('JSON') });
    expect(await answered(2)).toMatchObject({ result: { ok: true } });
    expect([db.isTransaction, seen()]).toEqual([false, [JUDGED]]);
  });

  it('commits as many as a group may hold, however they came', async () => {
    const { writer, answered, answers } = await start();
    writer.submit([append(1)]);
    await answered(1);
    for (let id = 2; id < 65; id++) writer.submit([judge(id, 1)]);
    expect(answers).toHaveLength(1);
    writer.submit([judge(65, 1)]);
    expect(answers).toHaveLength(65);
  });

  it('commits as many bytes as a group may hold, however they came', async () => {
    const { writer, answered, answers } = await start();
    writer.submit([append(1)]);
    await answered(1);
    writer.submit([replied(2, 1, 5 * 2 ** 20)]);
    expect(answers).toHaveLength(1);
    writer.submit([replied(3, 1, 5 * 2 ** 20)]);
    expect(answers).toHaveLength(3);
  });

  it('opens the file again after an I/O error in what it has begun, and then does it', async () => {
    const { writer, faults, seen, answered } = await start();
    writer.submit([append(1)]);
    await answered(1);
    const { input, ...call } = judge(2, 1);
    let reads = 0;
    const failingOnce = {
      get updates() {
        if (reads++ === 0) throw Object.assign(new Error('disk I/O error'), { errcode: SQLITE.ioError });
        return Reflect.get(Object(input), 'updates');
      },
    };
    writer.submit([{ ...call, input: failingOnce }]);
    expect(await answered(2)).toMatchObject({ result: { ok: true } });
    expect([reads, seen()]).toEqual([2, [JUDGED]]);
    expect(faults).toEqual([
      { kind: 'fault', failure: { code: 'storage-failed', detail: expect.stringContaining('disk I/O error') } },
      { kind: 'reopened' },
    ]);
  });

  it('counts the bytes of an update once that was undone and done again', async () => {
    const { writer, db, answered } = await start();
    const bytes = (): unknown => db.prepare("SELECT value FROM counters WHERE name = 'bytes'").get()?.value;
    writer.submit([append(1)]);
    await answered(1);
    const before = Number(bytes());
    writer.submit([replied(2, 1, 1000)]);
    writer.submit([{ id: 3, name: 'nothing', input: null, bytes: [] }]);
    await answered(2);
    expect(bytes()).toBe(before + 1000);
  });

  it('tells of an update for which the disk has no room, and does the next when it has', async () => {
    const { writer, db, seen, answered } = await start();
    writer.submit([append(1)]);
    await answered(1);
    db.exec('PRAGMA max_page_count=1');
    writer.submit([replied(2, 1, 1_000_000)]);
    expect(await answered(2)).toMatchObject({ result: { ok: false, failure: { code: 'storage-full' } } });
    db.exec('PRAGMA max_page_count=1000000');
    // What makes room is tried on a full disk, and then the rest is.
    writer.submit([{ id: 3, name: 'purge', input: { token: 'x' }, bytes: [] }]);
    expect(await answered(3)).toMatchObject({ result: { ok: true } });
    writer.submit([judge(4, 1)]);
    expect(await answered(4)).toMatchObject({ result: { ok: true } });
    expect([db.isTransaction, seen()]).toEqual([false, [JUDGED]]);
  });

  it('does not wait for another process that has the file before an update has to be committed', async () => {
    const { writer, db, file, seen, answered } = await start();
    writer.submit([append(1)]);
    await answered(1);
    const other = connectForWriting(file);
    other.exec('BEGIN IMMEDIATE');
    writer.submit([judge(2, 1)]);
    // Not begun; what is on its way to the commit waits for the lock.
    expect([db.isTransaction, pragma(db, 'busy_timeout')]).toEqual([false, BUSY_TIMEOUT_MS]);
    other.exec('ROLLBACK');
    other.close();
    expect(await answered(2)).toMatchObject({ result: { ok: true } });
    expect([db.isTransaction, seen()]).toEqual([false, [JUDGED]]);
  });
});
