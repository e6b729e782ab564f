import { existsSync, statSync } from 'node:fs';
import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { connectForReading, connectForWriting, pragma } from '../../../src/main/storage/sqlite/connection.ts';
import { MIGRATIONS, migrate, schemaVersion } from '../../../src/main/storage/sqlite/migrations.ts';
import { openFile } from '../../../src/main/storage/sqlite/opening.ts';
import { openSqliteReader } from '../../../src/main/storage/sqlite/sqlite-reader.ts';
import { openSqliteStore } from '../../../src/main/storage/sqlite/sqlite-store.ts';
import { append, listed, unwrap, verdict } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openAt, workers } from './sqlite-support.ts';

const historyIn = async (): Promise<string> => join(await tempDir(), 'history.db');

/** A closed store with five captures. */
async function written(): Promise<string> {
  const file = await historyIn();
  const { store } = await openAt(file);
  for (let at = 0; at < 5; at++) await append(store, { target: `/${at}`, body: 'x'.repeat(20_000) });
  await store.close();
  return file;
}

describe('the history file', () => {
  it('is written with a log that is synced at every commit', async () => {
    const file = await historyIn();
    const db = connectForWriting(file);
    try {
      expect(pragma(db, 'journal_mode')).toBe('wal');
      expect(pragma(db, 'synchronous')).toBe(2);
      expect(pragma(db, 'foreign_keys')).toBe(1);
      expect(pragma(db, 'trusted_schema')).toBe(0);
      // In memory: pruning would write temporary files otherwise.
      expect(pragma(db, 'temp_store')).toBe(2);
      unwrap(await migrate(db, file));
      expect(pragma(db, 'auto_vacuum')).toBe(2);
      expect(pragma(db, 'user_version')).toBe(MIGRATIONS.length);
    } finally {
      db.close();
    }
    const again = connectForWriting(file);
    expect(pragma(again, 'synchronous')).toBe(2);
    again.close();
  });

  it('survives being closed, with everything in it', async () => {
    const file = await historyIn();
    const { store } = await openAt(file);
    const row = await append(store);
    unwrap(await store.update([{ id: row.id, verdicts: [verdict('verified')] }]));
    unwrap(await store.putValue('x', 'y'));
    const before = await store.detail(row.id);
    await store.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
    const { store: again, faults } = await openAt(file);
    expect(await again.detail(row.id)).toEqual(before);
    expect(await again.value('x')).toBe('y');
    expect((await append(again)).id).toBe(row.id + 1);
    expect(await again.endpoints()).toHaveLength(1);
    await again.close();
    await again.close();
    expect(faults).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('and all files beside it are for its user alone', async () => {
    const dir = await tempDir();
    const { store } = await openAt(join(dir, 'history.db'));
    await append(store);
    // The ballast is written after the first answer.
    await append(store);
    const names = await readdir(dir);
    expect(names.sort()).toEqual([
      'history.db',
      'history.db-shm',
      'history.db-wal',
      'history.db.ballast',
      'history.db.ledger',
    ]);
    for (const name of names) expect([name, statSync(join(dir, name)).mode & 0o777]).toEqual([name, 0o600]);
    await store.close();
  });

  it('forgets what was cleared when it is opened again', async () => {
    const file = await historyIn();
    const { store } = await openAt(file);
    await append(store, { body: 'needle' });
    const { token } = unwrap(await store.clear({}));
    await store.close();
    const { store: again } = await openAt(file);
    expect(unwrap(await again.restore(token))).toEqual({ count: 0 });
    // Clearing waits for nothing, but closing waits for what is being deleted.
    await append(again);
    await again.close();
    const db = connectForReading(file);
    expect(db.prepare('SELECT id FROM captures').all()).toHaveLength(1);
    expect(db.prepare('SELECT id FROM payloads').all()).toHaveLength(1);
    db.close();
  });

  it('keeps totals that agree with a count, whatever happened', async () => {
    const file = await historyIn();
    const { store } = await openAt(file);
    for (let at = 0; at < 40; at++)
      await append(store, { method: at % 3 === 0 ? 'PUT' : 'POST', body: 'x'.repeat(at) });
    const reply = { status: 200, headers: [], bodyBytes: 5, source: 'default' } as const;
    const answer = { reply, body: new Uint8Array(5), replyMs: 1 };
    unwrap(
      await store.update([
        { id: 3, reply: answer },
        { id: 3, reply: { ...answer, body: new Uint8Array(2) } },
      ]),
    );
    unwrap(await store.clear({ method: 'PUT' }));
    const { token } = unwrap(await store.clear({ path: 'hooks' }));
    await append(store);
    unwrap(await store.restore(token));
    unwrap(await store.prune({ maxCount: 20, maxAgeDays: 0, maxBytes: 0 }, 0));
    await store.close();
    const db = connectForReading(file);
    const counted = db
      .prepare(`SELECT (SELECT count(*) FROM captures WHERE hidden IS NULL) AS visible,
        (SELECT count(*) FROM captures WHERE hidden IS NOT NULL) AS hidden,
        (SELECT count(*) FROM attempts) AS attempts,
        (SELECT sum(length(raw) + coalesce(length(payloads.body), 0) + coalesce(length(replies.body), 0))
          FROM payloads LEFT JOIN replies USING (id)) AS bytes`)
      .get();
    const totals = Object.fromEntries(
      db
        .prepare('SELECT name, value FROM counters')
        .all()
        .map(({ name, value }) => [String(name), value]),
    );
    expect(totals).toEqual({ ...counted });
    db.close();
  });

  it('tells bytes that the disk changed from those that arrived', async () => {
    const file = await written();
    const db = connectForWriting(file);
    db.exec("UPDATE payloads SET raw = CAST('G' || substr(raw, 2) AS BLOB) WHERE id = 2");
    db.exec('UPDATE payloads SET body = zeroblob(20000) WHERE id = 4');
    db.close();
    const { store } = await openAt(file);
    const capture = await store.detail(2);
    expect(capture).toMatchObject({ rawIntact: false, target: '/1' });
    expect((await store.request(2))?.detail).toEqual(capture);
    expect(await store.detail(3)).toMatchObject({ rawIntact: true });
    expect(await store.detail(4)).toMatchObject({ rawIntact: false, bodyBytes: 20_000 });
    await store.close();
  });

  it('gives its space back after much was deleted', async () => {
    const file = await historyIn();
    const { store } = await openAt(file);
    for (let at = 0; at < 20; at++) await append(store, { body: new Uint8Array(5_000_000) });
    unwrap(await store.prune({ maxCount: 1, maxAgeDays: 0, maxBytes: 0 }, 0));
    await store.close();
    // Up to 64 MiB of free pages are kept for what comes next.
    expect(statSync(file).size).toBeLessThan(80_000_000);
  });
});

describe('opening', () => {
  const at = Date.UTC(2026, 10, 21, 9, 30);
  const movedName = 'history.db.corrupt-2026-11-21T09-30-00.000Z';

  const damages: Record<string, (file: string) => Promise<void>> = {
    'a file with a zeroed header': async (file) => {
      const { open } = await import('node:fs/promises');
      const handle = await open(file, 'r+');
      await handle.write(Buffer.alloc(100), 0, 100, 0);
      await handle.close();
    },
    'half a file': (file) => truncate(file, Math.floor(statSync(file).size / 8192) * 4096),
    'any other file': (file) => writeFile(file, 'not a database '.repeat(1000)),
    'another program’s database': async (file) => {
      await rm(file);
      const db = new DatabaseSync(file);
      db.exec('CREATE TABLE theirs (x)');
      db.close();
    },
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`moves ${name} aside and starts a new one`, async () => {
      const file = await written();
      await damage(file);
      const size = statSync(file).size;
      const { store, faults } = await openAt(file, { clock: () => at });
      const movedTo = join(file, '..', movedName);
      expect(faults).toEqual([{ code: 'store-corrupt', movedTo }]);
      expect(statSync(movedTo).size).toBe(size);
      expect(await listed(store)).toEqual([]);
      // Its ids are not given again.
      expect((await append(store)).id).toBe(6);
      await store.close();
    });
  }

  it('takes an empty file for a new one', async () => {
    const file = await historyIn();
    await writeFile(file, '');
    const { store, faults } = await openAt(file);
    expect(await store.endpoints()).toHaveLength(1);
    expect(faults).toEqual([]);
    await store.close();
  });

  it('refuses the file of a newer version and leaves it as it is', async () => {
    const file = await written();
    const db = connectForWriting(file);
    db.exec('PRAGMA user_version=99');
    db.close();
    const failure = { code: 'store-newer', found: 99, supported: MIGRATIONS.length };
    expect(await openSqliteStore({ file, workers })).toEqual({ ok: false, failure });
    expect(await openSqliteReader({ file, reader: workers.reader })).toEqual({ ok: false, failure });
    expect(existsSync(file)).toBe(true);
  });

  it('lets a newer file be looked at for as long as it has what is asked of it', async () => {
    const file = await written();
    const db = connectForWriting(file);
    db.exec('ALTER TABLE captures ADD COLUMN mood TEXT; CREATE TABLE moods (x); PRAGMA user_version=99');
    const reader = unwrap(await openSqliteReader({ file, reader: workers.reader, mayBeNewer: true }));
    expect(reader.newerFormat).toBe(99);
    expect(await reader.detail(2)).toMatchObject({ target: '/1', rawIntact: true });
    await reader.close();
    db.exec('ALTER TABLE captures RENAME COLUMN method TO verb');
    db.close();
    const failure = { code: 'store-newer', found: 99, supported: MIGRATIONS.length };
    expect(await openSqliteReader({ file, reader: workers.reader, mayBeNewer: true })).toEqual({ ok: false, failure });
  });

  it('fails with a reason when the folder is not there', async () => {
    const file = join(await tempDir(), 'no', 'history.db');
    const opened = await openSqliteStore({ file, workers });
    expect(opened).toMatchObject({ ok: false, failure: { code: 'storage-failed' } });
  });

  it('migrates in one transaction a step, after a copy of the old file', async () => {
    const file = await written();
    const next = [...MIGRATIONS, 'ALTER TABLE captures ADD COLUMN note TEXT; UPDATE captures SET note = id'];
    const failing = [...next, 'CREATE TABLE half (x); SELECT nonsense'];
    expect(await openFile(file, at, null, failing)).toMatchObject({ ok: false, failure: { code: 'storage-failed' } });
    const { db } = unwrap(await openFile(file, at, null, next));
    expect(schemaVersion(db)).toBe(next.length);
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'half'").get()?.n).toBe(0);
    expect(db.prepare('SELECT count(*) AS n FROM captures WHERE note = id').get()?.n).toBe(5);
    db.close();
    const copy = connectForReading(`${file}.before-v${failing.length}`);
    expect(schemaVersion(copy)).toBe(MIGRATIONS.length);
    expect(copy.prepare('SELECT count(*) AS n FROM captures').get()?.n).toBe(5);
    copy.close();
  });
});

describe('a reader of another process', () => {
  it('reads a store that nobody holds', async () => {
    const file = await written();
    const reader = unwrap(await openSqliteReader({ file, reader: workers.reader }));
    expect(await reader.ids({}, null, 10)).toEqual([1, 2, 3, 4, 5]);
    expect((await reader.detail(2))?.target).toBe('/1');
    await reader.close();
  });

  it('reads along while a store is written', async () => {
    const file = await historyIn();
    const { store } = await openAt(file);
    const reader = unwrap(await openSqliteReader({ file, reader: workers.reader }));
    const { id } = await append(store);
    expect((await reader.list({ filter: {}, before: null, limit: 1 })).rows).toMatchObject([{ id }]);
    await reader.close();
    await store.close();
  });

  it('says so when there is none, and makes none', async () => {
    const file = await historyIn();
    const opened = await openSqliteReader({ file, reader: workers.reader });
    expect(opened).toMatchObject({ ok: false, failure: { code: 'file-unreadable', file } });
    expect(existsSync(file)).toBe(false);
  });
});
