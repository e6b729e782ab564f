import { copyFileSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { backUp } from '../../../../src/main/storage/backup/back-up.ts';
import { restore } from '../../../../src/main/storage/backup/restore.ts';
import { connectForWriting } from '../../../../src/main/storage/sqlite/connection.ts';
import { readDamageMark } from '../../../../src/main/storage/sqlite/damage-mark.ts';
import { MIGRATIONS } from '../../../../src/main/storage/sqlite/migrations.ts';
import { append, unwrap } from '../../../support/store-helpers.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { destroyPages, rawsOf, writeHistory, zeros } from '../salvage/damaged-files.ts';
import { openAt } from '../sqlite-support.ts';

const NOW = Date.UTC(2026, 10, 21, 9, 30);

async function made(count = 30): Promise<{ dir: string; file: string; to: string; raws: Map<number, string> }> {
  const dir = await tempDir();
  const file = join(dir, 'history.db');
  const raws = await writeHistory(file, count);
  return { dir, file, to: join(dir, 'backup.db'), raws };
}

describe('a backup', () => {
  it('is one private file with everything in it, and restores to the same history', async () => {
    const { dir, file, to, raws } = await made();
    const report = unwrap(await backUp(file, to));
    expect(report).toMatchObject({ file: to, captures: 30, endpoints: 1, secrets: 0, changed: 0 });
    expect(report.bytes).toBe(statSync(to).size);
    if (process.platform !== 'win32') expect(statSync(to).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).filter((name) => name.startsWith('backup.db'))).toEqual(['backup.db']);

    const elsewhere = join(await tempDir(), 'history.db');
    expect(unwrap(await restore(to, elsewhere, NOW))).toMatchObject({ captures: 30, keptAs: null, changed: 0 });
    expect(readdirSync(join(elsewhere, '..'))).toEqual(['history.db']);
    const { store, faults } = await openAt(elsewhere);
    expect(await rawsOf(store)).toEqual(raws);
    expect((await append(store)).id).toBe(31);
    await store.close();
    expect(faults).toEqual([]);
  });

  it('is of one moment, while captures go on', { timeout: 30_000 }, async () => {
    const { file, to } = await made(200);
    const { store } = await openAt(file);
    let isDone = false;
    const capturing = (async () => {
      while (!isDone) await append(store, { body: 'x'.repeat(5000) });
    })();
    const report = unwrap(await backUp(file, to));
    isDone = true;
    await capturing;
    await store.close();
    const copy = connectForWriting(to);
    const ids = copy
      .prepare('SELECT id FROM captures ORDER BY id')
      .all()
      .map(({ id }) => id);
    copy.close();
    expect(ids).toEqual(Array.from({ length: report.captures }, (_, at) => at + 1));
    expect(report.captures).toBeGreaterThanOrEqual(200);
  });

  it('is never written over a file, and leaves nothing behind when it fails', async () => {
    const { dir, file, to } = await made(3);
    writeFileSync(to, 'mine');
    expect(await backUp(file, to)).toEqual({ ok: false, failure: { code: 'file-exists', file: to } });
    expect(statSync(to).size).toBe(4);
    const nowhere = join(dir, 'no', 'backup.db');
    expect(await backUp(file, nowhere)).toMatchObject({
      ok: false,
      failure: { code: 'file-unwritable', file: nowhere },
    });
    // A file in the place of a folder, and a name that no file can have.
    for (const odd of [join(to, 'x'), join(dir, 'x'.repeat(300))]) {
      expect(await backUp(file, odd)).toMatchObject({ ok: false, failure: { code: 'file-unwritable', file: odd } });
    }
    const none = join(dir, 'none.db');
    expect(await backUp(none, join(dir, 'x.db'))).toMatchObject({ failure: { code: 'file-unreadable', file: none } });
    const other = join(dir, 'other.txt');
    writeFileSync(other, 'not a database '.repeat(1000));
    expect(await backUp(other, join(dir, 'x.db'))).toMatchObject({ failure: { code: 'not-a-history', file: other } });
    expect(
      readdirSync(dir)
        .filter((name) => !name.startsWith('history.db'))
        .sort(),
    ).toEqual(['backup.db', 'other.txt']);
  });

  it.skipIf(process.platform === 'win32')('says so when it cannot be written to its end', async () => {
    const { file, to } = await made();
    // Past a limit on a file's size writes fail with EFBIG, which SQLite takes for an I/O error.
    const { spawnSync } = await import('node:child_process');
    const code = `const { backUp } = await import(${JSON.stringify(join(import.meta.dirname, '../../../../src/main/storage/backup/back-up.ts'))});
      console.log(JSON.stringify(await backUp(process.argv[1], process.argv[2])))`;
    const run = spawnSync('bash', [
      '-c',
      'ulimit -f 64; exec "$0" "$@"',
      process.execPath,
      '--input-type=module',
      '-e',
      code,
      file,
      to,
    ]);
    expect(JSON.parse(run.stdout.toString())).toMatchObject({
      ok: false,
      failure: { code: 'file-unwritable', file: to },
    });
    expect(readdirSync(join(to, '..')).filter((name) => name.startsWith('backup'))).toEqual([]);
  });

  it('says what has changed bytes, and keeps a history of which pages are damaged for the next start', async () => {
    const { file, to } = await made(30);
    const db = connectForWriting(file);
    db.exec("UPDATE payloads SET raw = CAST('G' || substr(raw, 2) AS BLOB) WHERE id = 4");
    db.close();
    expect(unwrap(await backUp(file, to))).toMatchObject({ captures: 30, changed: 1 });
    destroyPages(file, [12, 13, 14], zeros);
    const failed = await backUp(file, `${to}.2`);
    expect(failed).toMatchObject({ ok: false, failure: { code: 'store-damaged' } });
    expect(existsSync(`${to}.2`)).toBe(false);
    const { store, faults } = await openAt(file);
    expect(faults).toMatchObject([{ code: 'store-corrupt' }]);
    await store.close();
  });

  it('says what in it cannot be read, which restoring would refuse', { timeout: 30_000 }, async () => {
    const harms: readonly (readonly [sql: string, problem: string])[] = [
      [
        `UPDATE payloads SET headers = replace(headers, '[[', '[,') WHERE id = 7`,
        'capture 7 cannot be read (column headers is not valid JSON)',
      ],
      [`UPDATE captures SET kind = 'x' WHERE id = 7`, 'capture 7 cannot be read (column kind holds string)'],
      ['DELETE FROM payloads WHERE id = 7', 'capture 7 cannot be read (column raw_sha256 holds nothing)'],
      [`UPDATE endpoints SET facts = '{'`, 'its list of endpoints cannot be read (column facts is not valid JSON)'],
    ];
    for (const [sql, problem] of harms) {
      const { dir, file, to } = await made(10);
      const db = new DatabaseSync(file);
      db.exec('PRAGMA foreign_keys=OFF');
      db.exec(sql);
      db.close();
      const failure = { code: 'backup-unreadable', file: to, unreadable: 1, problems: [problem] };
      expect(await backUp(file, to)).toEqual({ ok: false, failure });
      expect(existsSync(to)).toBe(true);
      expect(await restore(to, join(dir, 'restored.db'), NOW)).toEqual({
        ok: false,
        failure: { code: 'backup-refused', file: to, problem },
      });
      expect(readDamageMark(file)).toEqual({ finding: problem, movedTo: null });
    }
  });

  it('is made of every old format', async () => {
    for (let version = 1; version < MIGRATIONS.length; version++) {
      const dir = await tempDir();
      const file = join(dir, 'history.db');
      copyFileSync(join(import.meta.dirname, `../../../fixtures/storage/history-v${version}.db`), file);
      expect(unwrap(await backUp(file, join(dir, 'backup.db')))).toMatchObject({ version, captures: 2, changed: 0 });
    }
  });
});

describe('restoring', () => {
  it('keeps the history that was there, and every old format is brought to the new one', {
    timeout: 30_000,
  }, async () => {
    for (let version = 1; version < MIGRATIONS.length; version++) {
      const { file } = await made(2);
      // A copy, in WAL mode as a history is that somebody copied by hand: the fixtures stay as they are whatever happens here.
      const aside = await tempDir();
      const backup = join(aside, 'old.db');
      copyFileSync(join(import.meta.dirname, `../../../fixtures/storage/history-v${version}.db`), backup);
      const report = unwrap(await restore(backup, file, NOW));
      expect(readdirSync(aside)).toEqual(['old.db']);
      expect(report.version).toBe(MIGRATIONS.length);
      expect(report.keptAs).toBe(`${file}.before-restore-2026-11-21T09-30-00.000Z`);
      const { store, faults } = await openAt(file);
      expect((await store.list({ filter: {}, before: null, limit: 1 })).total).toBe(report.captures);
      await store.close();
      expect(faults).toEqual([]);
      const { store: old } = await openAt(report.keptAs ?? '');
      expect([...(await rawsOf(old)).keys()]).toEqual([1, 2]);
      await old.close();
    }
  });

  it('reads what the log of a copied history holds', async () => {
    const { dir, file, raws } = await made(3);
    const { store } = await openAt(file);
    const { id } = await append(store);
    const copied = join(await tempDir(), 'odd ?#% name.db');
    for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, `${copied}${suffix}`);
    await store.close();
    const restored = join(dir, 'restored.db');
    expect(unwrap(await restore(copied, restored, NOW)).captures).toBe(raws.size + 1);
    const { store: other } = await openAt(restored);
    expect([...(await rawsOf(other)).keys()]).toContain(id);
    await other.close();
  });

  it('refuses what is not a sound history of ours, and changes nothing then', { timeout: 30_000 }, async () => {
    const { dir, file, to, raws } = await made();
    unwrap(await backUp(file, to));
    const changed = (name: string, change: (copy: string) => void): string => {
      const copy = join(dir, `${name}.db`);
      copyFileSync(to, copy);
      change(copy);
      return copy;
    };
    const run =
      (sql: string) =>
      (copy: string): void => {
        const db = new DatabaseSync(copy);
        db.exec(sql);
        db.close();
      };
    const cases: readonly (readonly [string, object])[] = [
      [join(dir, 'none.db'), { code: 'file-unreadable' }],
      [changed('text', (copy) => writeFileSync(copy, 'hello'.repeat(2000))), { code: 'not-a-history' }],
      [changed('empty', (copy) => writeFileSync(copy, '')), { code: 'not-a-history' }],
      [changed('other', run('PRAGMA application_id=1')), { code: 'not-a-history' }],
      [changed('newer', run('PRAGMA user_version=99')), { code: 'store-newer', found: 99 }],
      [
        changed('trigger', run('CREATE TRIGGER t AFTER INSERT ON captures BEGIN DELETE FROM secrets; END')),
        { code: 'backup-refused', problem: 'its tables are not those of a history' },
      ],
      [changed('view', run('DROP TABLE replies; CREATE VIEW replies AS SELECT 1')), { code: 'backup-refused' }],
      [changed('page', (copy) => destroyPages(copy, [12, 13, 14], zeros)), { code: 'backup-refused' }],
      [changed('json', run(`UPDATE captures SET verdicts = '[' WHERE id = 7`)), { code: 'backup-refused' }],
      [changed('word', run(`UPDATE captures SET kind = 'x' WHERE id = 7`)), { code: 'backup-refused' }],
    ];
    for (const [backup, failure] of cases) {
      expect([backup, await restore(backup, file, NOW)]).toMatchObject([backup, { ok: false, failure }]);
    }
    expect(readdirSync(dir).filter((name) => name.includes('restor'))).toEqual([]);
    const { store, faults } = await openAt(file);
    expect(await rawsOf(store)).toEqual(raws);
    await store.close();
    expect(faults).toEqual([]);
  });

  it('works where the present history is damaged, or was not closed', async () => {
    const { file, to, raws } = await made(10);
    unwrap(await backUp(file, to));
    destroyPages(file, [1], zeros);
    const report = unwrap(await restore(to, file, NOW));
    expect(existsSync(report.keptAs ?? '')).toBe(true);
    const { store, faults } = await openAt(file);
    expect(await rawsOf(store)).toEqual(raws);
    await store.close();
    expect(faults).toEqual([]);
  });
});
