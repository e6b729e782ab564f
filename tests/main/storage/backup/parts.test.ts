import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { backUp } from '../../../../src/main/storage/backup/back-up.ts';
import { newPart, removeLeftParts, removePart } from '../../../../src/main/storage/backup/parts.ts';
import { unwrap } from '../../../support/store-helpers.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { writeHistory } from '../salvage/damaged-files.ts';

const PARTS = join(import.meta.dirname, '../../../../src/main/storage/backup/parts.ts');

/** Another process in the midst of a backup to `to`. */
async function backingUp(to: string): Promise<{ part: string; kill: () => Promise<void> }> {
  const code = `const { newPart } = await import(${JSON.stringify(PARTS)});
    const { writeFileSync } = await import('node:fs');
    const part = newPart(process.argv[1]);
    for (const suffix of ['', '-journal']) writeFileSync(part + suffix, 'x'.repeat(1000));
    console.log(part);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, to], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [part] = await once(child.stdout, 'data');
  return {
    part: String(part).trim(),
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

it('takes away what a killed process left of a backup to the same file, and nothing that is under way', async () => {
  const dir = await tempDir();
  const history = join(dir, 'history.db');
  await writeHistory(history, 3);
  const to = join(dir, 'backup.db');
  const { part, kill } = await backingUp(to);
  const first = unwrap(await backUp(history, to));
  expect([...first.parts].sort()).toEqual([part, `${part}-journal`]);
  expect(existsSync(part)).toBe(true);
  await kill();
  const other = join(dir, 'other.db');
  expect(unwrap(await backUp(history, other)).parts).toEqual([]);
  expect(existsSync(part)).toBe(true);
  expect(await removeLeftParts(to)).toEqual([]);
  expect(readdirSync(dir).filter((name) => name.startsWith('backup.db'))).toEqual(['backup.db']);
});

it('takes away what had the id of this process, and leaves what this one makes', async () => {
  const to = join(await tempDir(), 'backup.db');
  const mine = newPart(to);
  writeFileSync(mine, '');
  // As in a container, where each run may have the same id.
  const earlier = mine.replace(/[0-9a-f]{8}$/, '00000000');
  writeFileSync(earlier, '');
  expect(await removeLeftParts(to)).toEqual([mine]);
  expect(existsSync(earlier)).toBe(false);
  await removePart(mine);
  expect(existsSync(mine)).toBe(false);
});

it('names those of which it cannot tell, and looks at no other file', async () => {
  const dir = await tempDir();
  const to = join(dir, 'backup.db');
  // Of an older version, and of another machine, on which the process may be alive.
  const unclear = ['backup.db.part-0a1b2c3d', 'backup.db.part-00000000-4194305-0a1b2c3d-wal'];
  const others = ['backup.db.part-of-mine', 'backup.db.part-0a1b2c3d.txt', 'my-backup.db.part-0a1b2c3d'];
  for (const name of [...unclear, ...others]) writeFileSync(join(dir, name), '');
  expect([...(await removeLeftParts(to))].sort()).toEqual(unclear.map((name) => join(dir, name)).sort());
  expect(readdirSync(dir).sort()).toEqual([...unclear, ...others].sort());
  // A folder that has such a name is nobody's part, and no reason to fail.
  const left = newPart(to);
  await removePart(left);
  mkdirSync(left);
  expect(await removeLeftParts(to)).toContain(left);
  expect(await removeLeftParts(join(dir, 'none', 'x.db'))).toEqual([]);
});
