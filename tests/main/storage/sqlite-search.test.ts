import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { append, listed } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openAt } from './sqlite-support.ts';

describe('a search', () => {
  it('lets other reads in, and ends when the user asks for something else', { timeout: 60_000 }, async () => {
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
    const [cut, whole] = await Promise.all([store.list(search), store.list({ ...search, filter: {} })]);
    expect(cut).toEqual({ rows: [], more: true, total: 24 });
    expect(whole.rows).toHaveLength(10);
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
