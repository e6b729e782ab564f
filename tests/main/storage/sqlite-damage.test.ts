import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { explain } from '../../../src/core/failure-words.ts';
import { salvageWords } from '../../../src/core/salvage.ts';
import { readLedger } from '../../../src/main/storage/sqlite/append-ledger.ts';
import { historyCheck } from '../../../src/main/storage/sqlite/history-check.ts';
import { openSqliteStore } from '../../../src/main/storage/sqlite/sqlite-store.ts';
import { newCapture } from '../../support/captures.ts';
import { programPath, programUrl } from '../../support/programs.ts';
import { append, unwrap } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';
import {
  cutInHalf,
  destroyPages,
  flipBits,
  PAGE_BYTES,
  pagesOfCaptures,
  rawsOf,
  removeLog,
  salvaged,
  writeHistory,
  zeros,
} from './salvage/damaged-files.ts';
import { openAt, workers } from './sqlite-support.ts';

const COUNT = 60;

/** A history that a process was killed over: with everything in its log. */
async function killed(): Promise<string> {
  const file = join(await tempDir(), 'history.db');
  const child = spawn(process.execPath, [programPath('append-until-killed'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) if (Number(line) >= COUNT) child.kill('SIGKILL');
  await exited;
  return file;
}

describe('every kind of damage', () => {
  /** `good`: how many captures come back, as a count or as a range. */
  const damages: readonly {
    readonly name: string;
    readonly harm: (file: string) => void;
    readonly good: (file: string) => number;
    readonly isSeen: boolean;
  }[] = [
    { name: 'a zeroed header', harm: (file) => zeroHeader(file), good: () => COUNT, isSeen: true },
    { name: 'a zeroed first page', harm: (file) => destroyPages(file, [1], zeros), good: () => COUNT, isSeen: true },
    { name: 'half a file', harm: cutInHalf, good: (file) => untouched(file, halfOf(file)), isSeen: true },
    {
      name: 'any other file',
      harm: (file) => writeFileSync(file, 'not a database '.repeat(5000)),
      good: () => 0,
      isSeen: true,
    },
    { name: 'random bytes', harm: (file) => writeFileSync(file, noise(200_000)), good: () => 0, isSeen: true },
    { name: 'an empty file', harm: (file) => writeFileSync(file, ''), good: () => 0, isSeen: false },
  ];
  for (const { name, harm, good, isSeen } of damages) {
    it(`${name}: starts, keeps the old file, brings over what is readable, and says so`, async () => {
      const file = join(await tempDir(), 'history.db');
      const raws = await writeHistory(file, COUNT);
      const expected = good(file);
      harm(file);
      const damaged = readFileSync(file);
      const { store, faults } = await openAt(file);
      // Capturing does not wait, and no id is given twice.
      expect((await append(store)).id).toBe(COUNT + 1);
      if (!isSeen) {
        expect(faults).toEqual([{ code: 'store-shrunken', missing: COUNT }]);
      } else {
        const state = await salvaged(store);
        expect(state).toMatchObject({ stage: 'done', good: expected, mismatched: 0, failure: null });
        expect(readFileSync(state?.file ?? '').equals(damaged)).toBe(true);
        const words = salvageWords(state ?? unreachable());
        expect(words.hint).toContain(state?.file);
        const all = await rawsOf(store);
        expect(all.size).toBe(expected + 1);
        for (const [id, raw] of all) if (id <= COUNT) expect(raw).toBe(raws.get(id));
        expect(faults).toEqual([{ code: 'store-corrupt', movedTo: state?.file }]);
      }
      for (const fault of faults) expect(explain(fault).hint.length).toBeGreaterThan(20);
      await store.close();
      const { store: again, faults: later } = await openAt(file);
      expect(later).toEqual([]);
      expect((await append(again)).id).toBe(COUNT + 2);
      await again.close();
    });
  }

  it('a deleted log: says how many captures are missing, once, and gives their ids to no other', async () => {
    const file = await killed();
    const { lastId = 0 } = readLedger(file) ?? {};
    expect(lastId).toBeGreaterThanOrEqual(COUNT);
    removeLog(file);
    const { store, faults } = await openAt(file);
    const left = (await store.ids({}, null, 100_000)).length;
    expect(faults).toEqual([{ code: 'store-shrunken', missing: lastId - left }]);
    expect(explain(faults[0] ?? unreachable()).title).toContain(`${(lastId - left).toLocaleString('en-US')} captures`);
    expect((await append(store)).id).toBe(lastId + 1);
    await store.close();
    const { store: again, faults: later } = await openAt(file);
    await append(again);
    await again.close();
    expect(later).toEqual([]);
  });

  it('50 flipped bits: whatever SQLite makes of them, nothing changed is taken for what arrived', {
    timeout: 60_000,
  }, async () => {
    const sound = join(await tempDir(), 'history.db');
    const raws = await writeHistory(sound, COUNT);
    for (let round = 0; round < 5; round++) {
      const file = join(await tempDir(), 'history.db');
      copyFileSync(sound, file);
      const size = statSync(file).size;
      flipBits(
        file,
        Array.from({ length: 50 }, (_, at) => 100 + ((at * 7919 + round * 104_729) % (size - 100))),
      );
      const { store } = await openAt(file);
      store.salvage.start();
      await store.salvage.idle();
      const ids = await store.ids({}, null, 1000).catch(() => []);
      for (const id of ids) {
        const detail = await store.detail(id).catch(() => null);
        const slice = await store.bytes(id, 'raw', 0, 1_000_000).catch(() => null);
        if (detail?.rawIntact !== true || slice === null) continue;
        expect(Buffer.from(slice.bytes).toString('latin1')).toBe(raws.get(id));
      }
      await store.close();
    }
  });

  it('a newer format is refused with words, and left as it is', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeHistory(file, 3);
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version=99');
    db.close();
    const before = readFileSync(file);
    const opened = await openSqliteStore({ file, workers });
    expect(opened).toMatchObject({ ok: false, failure: { code: 'store-newer', found: 99 } });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('an exit that was none', () => {
  it('is followed by a check, of which a sound file says nothing', async () => {
    const file = await killed();
    const { store, faults } = await openAt(file);
    expect(await store.ids({}, null, 1)).toHaveLength(1);
    await store.close();
    expect(faults).toEqual([]);
    expect(readLedger(file)?.wasClosed).toBe(true);
  });

  it('finds captures whose bytes changed', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeHistory(file, 5);
    const db = new DatabaseSync(file);
    db.exec("UPDATE payloads SET raw = CAST('G' || substr(raw, 2) AS BLOB) WHERE id IN (2, 4)");
    db.close();
    unclean(file);
    const { store, faults } = await openAt(file);
    await vi.waitFor(() => expect(faults).toEqual([{ code: 'captures-changed', count: 2 }]), { timeout: 10_000 });
    await store.close();
  });

  it('finds a record whose header a flipped bit changed, and goes on with what is left', {
    timeout: 30_000,
  }, async () => {
    const file = join(await tempDir(), 'history.db');
    const raws = await writeHistory(file, 20);
    flipTypeOfRaw(file, 7);
    unclean(file);
    let isBegun = false;
    const { store, faults } = await openAt(file, {
      onBrought: () => {
        isBegun = true;
      },
    });
    await vi.waitFor(() => expect(isBegun).toBe(true), { timeout: 15_000 });
    await store.salvage.idle();
    expect(faults).toMatchObject([
      { code: 'store-damaged', detail: 'non-BLOB value in payloads.raw' },
      { code: 'store-corrupt' },
    ]);
    raws.delete(7);
    expect(await rawsOf(store)).toEqual(raws);
    await store.close();
  });

  it('finds rows that SQLite takes for sound and we cannot read, once', { timeout: 30_000 }, async () => {
    const harms: readonly (readonly [sql: string, detail: string, lost: boolean])[] = [
      [`UPDATE payloads SET headers = '[[' WHERE id = 7`, '(column headers is not valid JSON)', true],
      [`UPDATE captures SET kind = 'sequest' WHERE id = 7`, '(column kind holds string)', true],
      ['DELETE FROM payloads WHERE id = 7', '(column raw_sha256 holds nothing)', true],
      [`UPDATE payloads SET peer_port = ${2n ** 60n} WHERE id = 7`, '(Value is too large', true],
      [`UPDATE replies SET source = 'dafault' WHERE id = 7`, '(column reply_source holds string)', false],
    ];
    for (const [sql, detail, lost] of harms) {
      const file = join(await tempDir(), 'history.db');
      const raws = await writeHistory(file, 20);
      const db = new DatabaseSync(file);
      db.exec('PRAGMA foreign_keys=OFF');
      db.exec(sql);
      db.close();
      unclean(file);
      let isBegun = false;
      const { store, faults } = await openAt(file, {
        onBrought: () => {
          isBegun = true;
        },
      });
      await vi.waitFor(() => expect(isBegun).toBe(true), { timeout: 15_000 });
      await store.salvage.idle();
      expect(faults.map(({ code }) => code)).toEqual(['store-damaged', 'store-corrupt']);
      expect(faults[0]).toHaveProperty('detail', expect.stringContaining(`capture 7 cannot be read ${detail}`));
      if (lost) raws.delete(7);
      expect(await rawsOf(store)).toEqual(raws);
      await store.close();
      // What came over is sound: else each start would set the file aside again.
      const copy = new DatabaseSync(file, { readOnly: true });
      expect(historyCheck(copy)).toEqual({ finding: 'ok', changed: 0, unreadable: 0, problems: [] });
      copy.close();
    }
  });

  it('survives a bug in the check, and says so', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeHistory(file, 5);
    unclean(file);
    const bugs: unknown[] = [];
    const options = { workers: { ...workers, reader: programUrl('odd-reader') } };
    const { store, faults } = await openAt(file, { ...options, onBug: (error) => bugs.push(error) });
    await vi.waitFor(() => expect(bugs).toHaveLength(1), { timeout: 10_000 });
    expect(String(bugs[0])).toContain('a bug in the check');
    expect((await append(store)).id).toBe(6);
    await store.close();
    expect(faults).toEqual([]);

    unclean(file);
    const { store: again, faults: later } = await openAt(file, options);
    // Where nobody takes bugs.
    await vi.waitFor(() => expect(later).toMatchObject([{ code: 'storage-failed' }]), { timeout: 10_000 });
    await again.close();
  });

  it('finds damage, sets the file aside while it is in use, and goes on with a new one', async () => {
    const file = join(await tempDir(), 'history.db');
    const raws = await writeHistory(file, COUNT);
    const needed = pagesOfCaptures(file);
    // In the middle, where no start looks.
    const [page = 0] = needed.get(COUNT / 2) ?? [];
    destroyPages(file, [page], zeros);
    unclean(file);
    let isBegun = false;
    const { store, faults } = await openAt(file, {
      onBrought: () => {
        isBegun = true;
      },
    });
    await vi.waitFor(() => expect(isBegun).toBe(true), { timeout: 15_000 });
    await store.salvage.idle();
    expect(faults.map(({ code }) => code)).toEqual(['store-damaged', 'store-corrupt']);
    const kept = [...needed].filter(([, pages]) => !pages.has(page)).map(([id]) => id);
    expect(store.salvage.state).toMatchObject({ stage: 'done', good: kept.length });
    const all = await rawsOf(store);
    expect([...all.keys()]).toEqual(kept.sort((a, b) => a - b));
    for (const [id, raw] of all) expect(raw).toBe(raws.get(id));
    expect((await append(store)).id).toBe(COUNT + 1);
    await store.close();
    expect(existsSync(`${file}.damaged`)).toBe(false);
  });

  it('is not waited for when the store closes at once', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeHistory(file, 5);
    unclean(file);
    const { store, faults } = await openAt(file);
    await store.close();
    expect(faults).toEqual([]);
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('corrupt'))).toEqual([]);
  });
});

describe('a page that is damaged while the file is in use', () => {
  it('stops capturing for no longer than it takes to begin a new file', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeHistory(file, COUNT);
    const { store, faults } = await openAt(file);
    // All but the first: the writer finds one of them at the next capture.
    destroyPages(file, pagesFrom(2, file), zeros);
    // What is refused meanwhile comes again, as senders do.
    const stored = await vi.waitFor(async () => unwrap(await store.append(newCapture())), {
      timeout: 15_000,
      interval: 50,
    });
    expect(stored.id).toBe(COUNT + 1);
    await vi.waitFor(() => expect(faults.map(({ code }) => code)).toContain('store-corrupt'), { timeout: 15_000 });
    expect(faults.map(({ code }) => code)).toContain('store-damaged');
    await store.close();
  });
});

function zeroHeader(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0, 0, 100));
}

function halfOf(file: string): number {
  return Math.floor(statSync(file).size / 2 / PAGE_BYTES);
}

/** Captures that need no page after `last`. */
function untouched(file: string, last: number): number {
  return [...pagesOfCaptures(file).values()].filter((pages) => [...pages].every((page) => page <= last)).length;
}

function pagesFrom(first: number, file: string): number[] {
  const count = statSync(file).size / PAGE_BYTES;
  return Array.from({ length: count - first + 1 }, (_, at) => first + at);
}

/** The same bytes each time. */
function noise(length: number): Uint8Array {
  let state = 1;
  return new Uint8Array(length).map(() => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return state >> 16;
  });
}

/** What one flipped bit in the header of a payload's record does: the same bytes, as TEXT. */
function flipTypeOfRaw(file: string, id: number): void {
  const run = (sql: string): void => {
    const db = new DatabaseSync(file);
    db.enableDefensive(false);
    db.exec(sql);
    db.close();
  };
  const declare = (type: string, was: string): void =>
    run(`PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = replace(sql, 'raw ${was} NOT', 'raw ${type} NOT')`);
  declare('TEXT', 'BLOB');
  run(`UPDATE payloads SET raw = CAST(raw AS TEXT) WHERE id = ${id}`);
  declare('BLOB', 'TEXT');
}

/** As a process that was killed leaves it. */
function unclean(file: string): void {
  const ledger = readFileSync(`${file}.ledger`, 'latin1');
  writeFileSync(`${file}.ledger`, ledger.replace('closed', 'open  '), 'latin1');
}

function unreachable(): never {
  throw new Error('there is none');
}
