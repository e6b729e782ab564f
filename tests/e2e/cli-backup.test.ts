import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { newSalvageJob, SALVAGE_VALUE } from '../../src/main/storage/salvage/salvage-job.ts';
import { destroyPages, writeHistory, zeros } from '../main/storage/salvage/damaged-files.ts';
import { runCli, startCli } from '../support/cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const lines = (out: Buffer): Record<string, unknown>[] =>
  out
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('hookproof backup, restore and salvage', () => {
  it('backs up while a listener has the folder, and restores what it then lost', async () => {
    const data = await tempDir();
    const to = join(await tempDir(), 'backup.db');
    const listener = startCli(['listen', '--port', '0', '--data', data, '--json']);
    const { url } = await listener.line();
    const post = async (path: string): Promise<void> => {
      const reply = await fetch(`${String(url)}${path}`, { method: 'POST', body: 'x' });
      expect(reply.status).toBe(200);
      await listener.line();
    };
    await post('/before');
    const backup = await runCli(['backup', to, '--data', data, '--json']);
    expect([backup.code, backup.stderr]).toEqual([0, '']);
    expect(lines(backup.stdout)).toMatchObject([{ event: 'backup', file: to, captures: 1, changed: 0 }]);
    if (process.platform !== 'win32') expect(statSync(to).mode & 0o777).toBe(0o600);
    const again = await runCli(['backup', to, '--data', data]);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain(`${to} is there already.`);
    const within = await runCli(['backup', join(to, 'x'), '--data', data]);
    expect([within.code, within.stderr]).toEqual([
      1,
      `hookproof: ${join(to, 'x')} cannot be written.\n  Check the folder and its permissions.\n`,
    ]);
    // Not under the feet of the one that captures.
    const locked = await runCli(['restore', to, '--data', data]);
    expect(locked.code).toBe(3);
    await post('/after');
    expect((await listener.stop()).code).toBe(0);

    const restored = await runCli(['restore', to, '--data', data]);
    expect(restored.code).toBe(0);
    expect(restored.stdout.toString()).toMatch(
      /^1 capture restored into .*\nthe history that was there is kept as .*before-restore-/,
    );
    const list = await runCli(['list', '--data', data, '--json']);
    expect(lines(list.stdout)).toMatchObject([{ target: '/before', rawIntact: true }]);
  });

  it('says what is damaged, in lists, in exports and after a start, and brings it over', async () => {
    const data = await tempDir();
    const file = join(data, 'history.db');
    await writeHistory(file, 20);
    const db = new DatabaseSync(file);
    db.exec("UPDATE payloads SET raw = CAST('G' || substr(raw, 2) AS BLOB) WHERE id = 4");
    db.close();
    const shown = await runCli(['show', '4', '--raw', '--data', data]);
    expect(shown.code).toBe(1);
    expect(shown.stdout.toString('latin1')).toMatch(/^GOST \/3 HTTP/);
    expect(shown.stderr).toContain('#4: These are not the bytes that arrived.');
    const list = await runCli(['list', '--data', data]);
    expect(
      list.stdout
        .toString()
        .split('\n')
        .filter((line) => line.includes('DAMAGED')),
    ).toHaveLength(1);

    destroyPages(file, [1], zeros);
    const listener = startCli(['listen', '--port', '0', '--data', data, '--json']);
    await listener.line();
    while (!listener.errors.includes('20 captures were brought over'))
      await new Promise((done) => listener.child.stderr.once('data', done));
    expect((await listener.stop()).code).toBe(0);
    const after = lines((await runCli(['list', '--data', data, '--json'])).stdout);
    expect(after.map(({ id, rawIntact }) => [id, rawIntact])).toEqual(
      Array.from({ length: 20 }, (_, at) => [at + 1, at + 1 !== 4]),
    );

    // The file that was kept, by hand and elsewhere.
    const [kept = ''] = readdirSync(data).filter((name) => /corrupt-[^/]*Z$/.test(name));
    const before = readFileSync(join(data, kept));
    const elsewhere = await tempDir();
    const salvaged = await runCli(['salvage', join(data, kept), '--data', elsewhere, '--json']);
    expect(salvaged.code).toBe(0);
    expect(lines(salvaged.stdout)).toMatchObject([{ event: 'salvaged', stage: 'done', good: 19, mismatched: 1 }]);
    expect(readFileSync(join(data, kept)).equals(before)).toBe(true);
    expect(lines((await runCli(['list', '--data', elsewhere, '--json'])).stdout)).toHaveLength(20);
    expect((await runCli(['salvage', join(data, 'none.db'), '--data', elsewhere])).code).toBe(1);
  });

  it('salvages a file after a wrong path was given, and beside one that cannot be read any more', async () => {
    const dir = await tempDir();
    const data = join(dir, 'data');
    const good = join(dir, 'good.db');
    await writeHistory(good, 5);
    const wrong = await runCli(['salvage', dir, '--data', data]);
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      `hookproof: ${dir} cannot be read.\n  Check the path and its permissions.\n`,
    ]);
    expect(existsSync(data)).toBe(false);
    const right = await runCli(['salvage', good, '--data', data]);
    expect([right.code, right.stderr]).toEqual([0, '']);
    expect(right.stdout.toString()).toBe('All 5 captures of the damaged history were brought over.\n');

    const gone = join(dir, 'gone.db');
    const db = new DatabaseSync(join(data, 'history.db'));
    const value = JSON.stringify(JSON.stringify([newSalvageJob(gone)]));
    db.prepare('UPDATE named_values SET value = ? WHERE name = ?').run(value, SALVAGE_VALUE);
    db.close();
    const beside = await runCli(['salvage', good, '--data', data, '--json']);
    expect(beside.code).toBe(0);
    expect(lines(beside.stdout)).toMatchObject([{ event: 'salvaged', file: good, stage: 'done', good: 5 }]);
    expect(beside.stderr.split(`${gone} cannot be read.`)).toHaveLength(2);
  });

  it('lets the history of a newer version be looked at', async () => {
    const data = await tempDir();
    await writeHistory(join(data, 'history.db'), 2);
    const db = new DatabaseSync(join(data, 'history.db'));
    db.exec('PRAGMA user_version=99');
    db.close();
    const list = await runCli(['list', '--data', data, '--json']);
    expect(list.code).toBe(0);
    expect(lines(list.stdout)).toHaveLength(2);
    expect(list.stderr).toContain('was written by a newer Hookproof (format 99');
    const listen = await runCli(['listen', '--port', '0', '--data', data]);
    expect(listen.code).toBe(1);
    expect(listen.stderr).toContain('`hookproof list`');
  });
});
