import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { CaptureId } from '../../../src/core/capture.ts';
import type { Failure } from '../../../src/core/failure.ts';
import type { CaptureFilter } from '../../../src/core/filter/filter.ts';
import { connectForReading } from '../../../src/main/storage/sqlite/connection.ts';
import { createNarrowing } from '../../../src/main/storage/sqlite/narrowing.ts';
import { segmentWrites } from '../../../src/main/storage/sqlite/segments-table.ts';
import type { Store } from '../../../src/main/storage/store.ts';
import { append, listed, unwrap } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openAt, openIndexed } from './sqlite-support.ts';

describe('a search', () => {
  it('lets other reads in', { timeout: 60_000 }, async () => {
    const { store } = await openAt(join(await tempDir(), 'history.db'));
    const body = new Uint8Array(5_000_000).fill(0x78);
    for (let at = 0; at < 24; at++) await append(store, { body });
    const order: string[] = [];
    const noted = async <T>(name: string, reading: Promise<T>): Promise<T> => {
      const value = await reading;
      order.push(name);
      return value;
    };
    const search = { filter: { texts: ['absent'] }, before: null, limit: 10 };
    // 120 MB take many turns of the reader, on any machine; a detail takes none.
    const [searched] = await Promise.all([noted('search', store.list(search)), noted('detail', store.detail(1))]);
    expect(order).toEqual(['detail', 'search']);
    expect(searched).toEqual({ rows: [], more: false, total: 24 });
    await store.close();
  });

  it('gives what it has when its time is over, and goes on from there', { timeout: 60_000 }, async () => {
    const { store } = await openAt(join(await tempDir(), 'history.db'));
    const ids: CaptureId[] = [];
    for (let at = 0; at < 24; at++) {
      const { id } = await append(store, { body: `${'x'.repeat(2_000_000)}${at % 8 === 3 ? 'wanted' : ''}` });
      if (at % 8 === 3) ids.unshift(id);
    }
    const found: CaptureId[] = [];
    let pages = 0;
    for (let before: CaptureId | null = null; ; pages++) {
      const page = await store.list({ filter: { texts: ['wanted'] }, before, limit: 10, withinMs: 10 });
      found.push(...page.rows.map(({ id }) => id));
      expect(page.more).toBe(page.searchedTo !== undefined);
      if (page.searchedTo === undefined) break;
      // A page looks at one capture at least, and at none twice.
      if (before !== null) expect(page.searchedTo).toBeLessThan(before);
      before = page.searchedTo;
    }
    expect(found).toEqual(ids);
    expect(pages).toBeGreaterThan(0);
    await store.close();
  });

  it('finds a text wherever in a long body it is', async () => {
    const { store } = await openAt(join(await tempDir(), 'history.db'));
    const mebibytes = (count: number) => new Uint8Array(count * 1024 * 1024).fill(0x78);
    const body = mebibytes(9);
    // Across the border of two pieces, and at the very end.
    body.set(utf8Bytes('Wanted'), 4 * 1024 * 1024 - 3);
    body.set(utf8Bytes('last'), body.length - 4);
    await append(store, { body });
    await append(store, { body: mebibytes(9) });
    expect(await listed(store, { texts: ['wanted', 'last'] })).toEqual([1]);
    expect(await listed(store, { texts: ['wanted', 'lasts'] })).toEqual([]);
    expect(await listed(store, { texts: ['xx'] })).toEqual([2, 1]);
    await store.close();
  });

  it('looks at newer captures alone when asked to', async () => {
    const { store } = await openAt(join(await tempDir(), 'history.db'));
    for (let at = 0; at < 6; at++) await append(store, { method: at % 2 === 0 ? 'PUT' : 'GET' });
    const newer = async (filter: CaptureFilter) => {
      const page = await store.list({ filter, before: null, after: 2, limit: 10 });
      return page.rows.map(({ id }) => id);
    };
    expect(await newer({})).toEqual([6, 5, 4, 3]);
    expect(await newer({ method: 'PUT' })).toEqual([5, 3]);
    expect(await newer({ texts: ['put'] })).toEqual([5, 3]);
    await store.close();
  });

  it('goes through windows of ids, whatever is missing between them', async () => {
    const { store } = await openAt(join(await tempDir(), 'history.db'));
    const ids: number[] = [];
    await Promise.all(
      Array.from({ length: 9000 }, async (_, at) => {
        const wanted = at % 4000 === 7;
        const parts = wanted ? { method: 'PUT', target: '/wanted' } : { method: 'GET', target: '/' };
        const { id } = await append(store, { ...parts, body: '' });
        if (wanted) ids.push(id);
      }),
    );
    ids.sort((a, b) => a - b);
    for (const filter of [{ method: 'PUT' }, { path: 'wanted' }, { texts: ['put'] }]) {
      expect(await listed(store, filter)).toEqual([...ids].reverse());
      expect(await store.ids(filter, null, 10)).toEqual(ids);
      expect(await store.ids(filter, ids[0] ?? null, 1)).toEqual(ids.slice(1, 2));
    }
    await store.close();
  });
});

/** A store of 40 captures whose search index covers the first 40 ids, in segments of 16 and of 4. */
async function indexed() {
  const file = join(await tempDir(), 'history.db');
  const folder = `${file}-search`;
  const opened = await openIndexed(file);
  for (let at = 1; at <= 40; at++) await append(opened.store, { target: `/of/${at}`, body: `{"number":"no-${at}-"}` });
  await opened.settled();
  return { file, folder, ...opened };
}

/** What a search for the text would look at. */
function pieces(file: string, text: string) {
  const db = connectForReading(file);
  try {
    const { piecesFor } = createNarrowing(db, `${file}-search`);
    return [...piecesFor({ texts: [text] })({ first: 1, last: 40 }, 'older')];
  } finally {
    db.close();
  }
}

const all = Array.from({ length: 40 }, (_, at) => 40 - at);
const tagged = (store: Store, id: CaptureId, eventType: string) => store.update([{ id, eventType }]);

describe('the search index', () => {
  it('follows the captures, and leaves a search little to look at', async () => {
    const { file, folder, store, settled, faults } = await indexed();
    expect(await listed(store, { texts: ['no-7-'] })).toEqual([7]);
    expect(await listed(store, { path: '/of/3' })).toEqual([39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 3]);
    expect(await listed(store, { texts: ['NUMBER'] })).toEqual(all);
    // Ids 0 to 15, 16 to 31, 32 to 35 and 36 to 39; 40 is the first of the next one.
    expect(pieces(file, 'no-7-')).toEqual([
      { first: 40, last: 40, ids: null },
      { first: 36, last: 39, ids: [] },
      { first: 32, last: 35, ids: [] },
      { first: 16, last: 31, ids: [] },
      { first: 1, last: 15, ids: [7] },
    ]);
    expect(pieces(file, 'no')).toEqual([{ first: 1, last: 40, ids: null }]);
    expect(await readdir(folder)).toHaveLength(4);
    for (let at = 41; at <= 48; at++) await append(store);
    await settled();
    // The small ones went into a large one.
    expect(await readdir(folder)).toHaveLength(3);
    expect(faults).toEqual([]);
    await store.close();
  });

  it('finds event types that captures were given after they were indexed', async () => {
    const { store } = await indexed();
    unwrap(await tagged(store, 9, 'Invoice.Paid'));
    expect(await listed(store, { texts: ['invoice'] })).toEqual([9]);
    expect(await listed(store, { texts: ['invoice', 'no-9-'] })).toEqual([9]);
    expect(await listed(store, { texts: ['invoice', 'no-8-'] })).toEqual([]);
    unwrap(await tagged(store, 9, 'refund'));
    expect(await listed(store, { texts: ['invoice'] })).toEqual([]);
    await store.close();
  });

  it('does without a file that is missing, cut or changed, and makes it again', async () => {
    const { file, folder, store, settled, faults } = await indexed();
    const segment = async () => join(folder, (await readdir(folder)).find((name) => name.startsWith('0-')) ?? '');
    const sound = await readFile(await segment());
    const damages: ((name: string) => Promise<void>)[] = [
      (name) => truncate(name, 100),
      (name) =>
        writeFile(
          name,
          sound.map((byte, at) => (at < 40 ? byte : byte ^ 255)),
        ),
      (name) => writeFile(name, ''),
    ];
    for (const damage of damages) {
      const name = await segment();
      await damage(name);
      expect(await listed(store, { texts: ['no-7-'] })).toEqual([7]);
      await settled();
      expect(await segment()).not.toBe(name);
      expect(pieces(file, 'no-7-').at(-1)).toEqual({ first: 1, last: 15, ids: [7] });
    }
    expect(faults).toEqual([]);
    await store.close();
  });

  it('makes a small one again that a large one cannot be made of', async () => {
    const { file, folder, store, settled, faults } = await indexed();
    const small = join(folder, (await readdir(folder)).find((name) => name.startsWith('36-')) ?? '');
    // Past what a search looks at: the whole of it is read only for the large one.
    const bytes = await readFile(small);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(small, bytes);
    for (let at = 41; at <= 48; at++) await append(store);
    await settled();
    expect(await readdir(folder)).toHaveLength(3);
    expect(pieces(file, 'no-38-').find(({ first }) => first === 32)).toEqual({ first: 32, last: 40, ids: [38] });
    expect(faults).toEqual([]);
    await store.close();
  });

  it('is made anew where another version made segments of another size', async () => {
    const file = join(await tempDir(), 'history.db');
    const before = await openIndexed(file, 8);
    for (let at = 1; at <= 45; at++) await append(before.store, { body: `no-${at}-` });
    await before.settled();
    // 0 to 15, 16 to 31 and 32 to 39.
    expect(await readdir(`${file}-search`)).toHaveLength(3);
    await before.store.close();
    const { store, settled, faults } = await openIndexed(file);
    for (let at = 46; at <= 48; at++) await append(store);
    await settled();
    expect(pieces(file, 'no-38-')).toEqual([
      { first: 32, last: 40, ids: [38] },
      { first: 16, last: 31, ids: [] },
      { first: 1, last: 15, ids: [] },
    ]);
    expect(faults).toEqual([]);
    await store.close();
  });

  it('is not made of segments that are gone, nor where captures have come between them', async () => {
    const { file, folder, store } = await indexed();
    await store.close();
    const db = new DatabaseSync(file);
    const { putSegment } = segmentWrites(db);
    const firsts = () =>
      db
        .prepare('SELECT first FROM search_segments')
        .all()
        .map(({ first }) => first);
    const names = (await readdir(folder)).filter((name) => name.startsWith('3'));
    const of = (...parts: readonly string[]) => ({ kind: 'parts' as const, names: parts });
    const made = { first: 32, last: 47, rows: 8, name: 'large' };
    expect(names).toHaveLength(2);
    // Capture 40 is in none of them.
    expect(putSegment({ ...made, of: of(...names) })).toBe(false);
    db.exec('DELETE FROM captures WHERE id = 40');
    expect(putSegment({ ...made, of: of(...names, 'gone') })).toBe(false);
    expect(putSegment({ ...made, of: of(...names.slice(1)) })).toBe(false);
    expect(putSegment({ ...made, of: of(...names.slice(0, 1)) })).toBe(false);
    expect(firsts()).toEqual([0, 16, 32, 36]);
    expect(putSegment({ ...made, of: of(...names) })).toBe(true);
    expect(firsts()).toEqual([0, 16, 32]);
    db.close();
  });

  it('finds each capture once when the newest were deleted and a large segment is left behind the others', async () => {
    const { file, store, settled } = await indexed();
    for (let at = 41; at <= 52; at++) {
      await append(store, { target: at < 45 ? '/older' : '/newest', body: `{"number":"no-${at}-"}` });
    }
    await settled();
    unwrap(await store.clear({ path: '/newest' }));
    // The second clear ends the first one's undo.
    unwrap(await store.clear({ texts: ['no-2-'] }));
    await settled();
    for (const text of ['no-', 'NUMBER']) {
      const ids = await store.ids({ texts: [text] }, null, 1000);
      expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
      expect(ids).toHaveLength(43);
    }
    // It covers what small ones would be made for.
    expect(pieces(file, 'no-38-').at(0)).toEqual({ first: 32, last: 40, ids: [38] });
    await store.close();
  });

  it('is done without where it cannot be written', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeFile(`${file}-search`, 'a file in the place of the folder');
    const paused = Promise.withResolvers<Failure>();
    const { store } = await openAt(file, { indexing: { small: 4, large: 16, afterMs: 0 }, onFault: paused.resolve });
    for (let at = 1; at <= 8; at++) await append(store, { body: `no-${at}-` });
    expect(await paused.promise).toMatchObject({ code: 'search-index-paused' });
    expect(await listed(store, { texts: ['no-7-'] })).toEqual([7]);
    await store.close();
  });

  it('forgets what was deleted for good', async () => {
    const { folder, store, settled } = await indexed();
    unwrap(await store.clear({ path: '/of/1' }));
    expect(await listed(store, { texts: ['no-12-'] })).toEqual([]);
    // The second clear ends the first one's undo.
    unwrap(await store.clear({ texts: ['no-2-'] }));
    await settled();
    unwrap(await store.clear({}));
    unwrap(await store.clear({}));
    await settled();
    expect(await readdir(folder)).toEqual([]);
    await store.close();
  });

  it('counts for nothing beside another history', async () => {
    const { file, folder, store } = await indexed();
    await store.close();
    const db = new DatabaseSync(file);
    // As after an older copy of the file was put in its place.
    db.exec('DELETE FROM search_segments; DELETE FROM captures WHERE id > 3');
    db.close();
    const names = await readdir(folder);
    const again = await openIndexed(file);
    expect(await listed(again.store, { texts: ['no-3-'] })).toEqual([3]);
    await again.settled();
    for (const name of await readdir(folder)) expect(names).not.toContain(name);
    await again.store.close();
  });

  it('covers no range into which captures came later, as salvaged ones do', async () => {
    const { file, store } = await indexed();
    unwrap(await store.clear({ texts: ['no-7-'] }));
    await store.close();
    const again = await openIndexed(file);
    await again.settled();
    await again.store.close();
    const db = new DatabaseSync(file);
    db.exec(
      'INSERT INTO captures SELECT 7, kind, endpoint_id, NULL, received_at, via, method, method_key, target, http_version, content_type, body_bytes, raw_bytes, stored_bytes, body_sha256, completeness, malformed, event_type, delivery_id, reply_status, reply_ms, verdicts, scheme, status, delivery_attempt, reply_label FROM captures WHERE id = 8',
    );
    expect(
      db
        .prepare('SELECT first FROM search_segments ORDER BY first')
        .all()
        .map(({ first }) => first),
    ).toEqual([16, 32, 36]);
    db.close();
  });
});
