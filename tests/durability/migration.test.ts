import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { text } from '../../src/main/storage/sqlite/columns.ts';
import { connectForReading, connectForWriting, pragma } from '../../src/main/storage/sqlite/connection.ts';
import { MIGRATIONS, migrate, schemaVersion } from '../../src/main/storage/sqlite/migrations.ts';
import { programPath } from '../support/programs.ts';
import { unwrap } from '../support/store-helpers.ts';
import { tempDir } from '../support/temp-dir.ts';
import { noFaultsHere, prepareFaults } from './fault-shim.ts';

const FIXTURE = join(import.meta.dirname, '..', 'fixtures', 'storage', 'history-v1.db');
/** Moments of the migration at which a process is killed. */
const KILLS = 8;

async function oldHistory(): Promise<string> {
  const file = join(await tempDir(), 'history.db');
  await copyFile(FIXTURE, file);
  return file;
}

/** Ends with 0, or is killed by itself or by the shim. Gives what it printed. */
async function migrateInChild(
  file: string,
  killAt: number,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(process.execPath, [programPath('migrate-until-killed'), file, String(killAt)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += String(chunk);
  });
  const [code, signal] = await once(child, 'close');
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the migration ended with ${code ?? signal}`);
  return printed;
}

interface Contents {
  readonly version: number;
  readonly schema: readonly unknown[];
  readonly rows: Readonly<Record<string, readonly unknown[]>>;
}

/** Everything that is in the file. */
function contentsOf(file: string): Contents {
  const db = connectForReading(file);
  try {
    expect(pragma(db, 'integrity_check')).toBe('ok');
    const schema = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
    // A virtual table's rows lie in ordinary tables of its own.
    const tables = schema.filter(({ type, sql }) => type === 'table' && !/^CREATE VIRTUAL/.test(String(sql)));
    const rows = tables.map((table) => [text(table, 'name'), db.prepare(`SELECT * FROM ${text(table, 'name')}`).all()]);
    return { version: schemaVersion(db), schema, rows: Object.fromEntries(rows) };
  } finally {
    db.close();
  }
}

async function migrateTo(file: string, version: number): Promise<void> {
  const db = connectForWriting(file);
  unwrap(await migrate(db, file, MIGRATIONS.slice(0, version)));
  db.close();
}

/** What the old file is at each version. */
async function undisturbed(): Promise<readonly Contents[]> {
  const all: Contents[] = [];
  for (let version = 1; version <= MIGRATIONS.length; version++) {
    const file = await oldHistory();
    await migrateTo(file, version);
    all.push(contentsOf(file));
  }
  return all;
}

/** After the kill the file is of one version, wholly; it can be brought to the newest, and then is as if nothing had been. */
async function expectOneVersion(file: string, reference: readonly Contents[]): Promise<number> {
  const left = contentsOf(file);
  expect(left).toEqual(reference[left.version - 1]);
  await migrateTo(file, MIGRATIONS.length);
  expect(contentsOf(file)).toEqual(reference.at(-1));
  return left.version;
}

describe('a migration that is killed', { timeout: 60_000 }, () => {
  it('at any statement leaves the old version or the new one', async () => {
    const reference = await undisturbed();
    const actions = Number(await migrateInChild(await oldHistory(), 0));
    const versions = new Set<number>();
    for (let kill = 1; kill <= KILLS; kill++) {
      const file = await oldHistory();
      expect(await migrateInChild(file, Math.ceil((kill * actions) / KILLS))).toBe('');
      versions.add(await expectOneVersion(file, reference));
    }
    expect(versions.size).toBeGreaterThan(1);
  });

  it.skipIf(noFaultsHere !== null)('at any write or sync leaves the old version or the new one', async () => {
    const reference = await undisturbed();
    const faults = await prepareFaults();
    await migrateInChild(await oldHistory(), 0, faults.env);
    const calls = faults.get('writes') + faults.get('syncs');
    const versions = new Set<number>();
    for (let kill = 1; kill <= KILLS; kill++) {
      const file = await oldHistory();
      faults.set({ killAtCall: Math.ceil((kill * calls) / KILLS), syncs: 0, writes: 0 });
      expect(await migrateInChild(file, 0, faults.env)).toBe('');
      versions.add(await expectOneVersion(file, reference));
    }
    expect(versions.size).toBeGreaterThan(1);
  });
});
