import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { append, listed } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { rawsOf, writeHistory } from './salvage/damaged-files.ts';
import { openAt } from './sqlite-support.ts';

const COUNT = 20;
const HARMED = 7;
const NEVER = { small: 4, large: 16, afterMs: 1e8 };

/** A history of `COUNT` captures of which one was changed where SQLite does not notice. */
async function harmed(change: string): Promise<{ file: string; raws: Map<number, string> }> {
  const file = join(await tempDir(), 'history.db');
  const raws = await writeHistory(file, COUNT);
  const db = new DatabaseSync(file);
  db.exec(`${change} WHERE id = ${HARMED}`);
  db.close();
  return { file, raws };
}

const NO_HEADERS = `UPDATE payloads SET headers = '[["Host'`;

describe('a column that does not hold what was written', () => {
  it.each<[string, string, 'list' | 'detail' | 'search' | 'index', number]>([
    ['a header list, opened', NO_HEADERS, 'detail', COUNT - 1],
    ['a header list, searched', NO_HEADERS, 'search', COUNT - 1],
    ['a header list, indexed', NO_HEADERS, 'index', COUNT - 1],
    // It is judged anew.
    ['verdicts, listed', "UPDATE captures SET verdicts = '[{'", 'list', COUNT],
    ['a word, listed', "UPDATE captures SET kind = 'requesu'", 'list', COUNT - 1],
  ])('is damage: %s. What is readable is brought over, and capturing goes on', async (_, change, by, good) => {
    const { file, raws } = await harmed(change);
    let isBegun = false;
    const { store, faults } = await openAt(file, {
      indexing: { ...NEVER, afterMs: by === 'index' ? 0 : NEVER.afterMs },
      onBrought: () => {
        isBegun = true;
      },
    });
    // Who asks is told that it failed; what it asks for is there a moment later.
    if (by === 'list') await expect(store.list({ filter: {}, before: null, limit: 50 })).rejects.toThrow();
    if (by === 'detail') await expect(store.detail(HARMED)).rejects.toThrow();
    if (by === 'search') await expect(listed(store, { texts: ['host'] })).rejects.toThrow();
    await vi.waitFor(() => expect(isBegun).toBe(true), { timeout: 15_000 });
    await store.salvage.idle();
    expect(store.salvage.state).toMatchObject({ stage: 'done', good });
    const all = await rawsOf(store);
    if (good < COUNT) raws.delete(HARMED);
    expect(all).toEqual(raws);
    expect(faults.map(({ code }) => code)).toEqual(expect.arrayContaining(['store-damaged', 'store-corrupt']));
    expect((await append(store)).id).toBe(COUNT + 1);
    expect(await listed(store, { texts: ['nothing of the kind'] })).toEqual([]);
    await store.close();
  });

  it('is found by the writer too, which changes nothing of it', async () => {
    const { file } = await harmed("UPDATE captures SET verdicts = '[{'");
    const { store, faults } = await openAt(file, { indexing: NEVER });
    const changed = await store.update([{ id: HARMED, eventType: 'invoice.paid' }]);
    expect(changed.ok).toBe(false);
    await vi.waitFor(() => expect(faults.map(({ code }) => code)).toContain('store-corrupt'), { timeout: 15_000 });
    await store.salvage.idle();
    expect((await append(store)).id).toBe(COUNT + 1);
    await store.close();
  });
});

describe('a capture whose payload is not found', () => {
  it('is passed over by the index, which makes each segment once', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeHistory(file, COUNT);
    const db = new DatabaseSync(file, { enableForeignKeyConstraints: false });
    // As a flipped bit in its row id does.
    db.exec(`UPDATE payloads SET id = 100000 WHERE id = ${HARMED}`);
    db.close();
    const done = Promise.withResolvers<void>();
    const { store, faults } = await openAt(file, {
      indexing: { ...NEVER, afterMs: 0 },
      onIndexing({ left }) {
        if (left === 0) done.resolve();
      },
    });
    await done.promise;
    expect(await readdir(`${file}-search`)).toHaveLength(2);
    expect(faults).toEqual([]);
    await store.close();
  });
});
