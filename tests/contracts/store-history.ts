import { describe, expect, it } from 'vitest';
import type { CaptureId } from '../../src/core/capture.ts';
import { type Endpoint, newCatchAll } from '../../src/core/endpoint.ts';
import type { CaptureFilter } from '../../src/core/filter/filter.ts';
import type { Verdict } from '../../src/core/signature/verdict.ts';
import type { Store } from '../../src/main/storage/store.ts';
import { newCapture } from '../support/captures.ts';
import { append, listed, unwrap, verdict } from '../support/store-helpers.ts';
import type { Opened } from './store.ts';

const unbounded = { maxCount: 0, maxAgeDays: 0, maxBytes: 0 };
const DAY = 86_400_000;

/** Listing, filtering, clearing and pruning. */
export function historyTests(opened: Opened): void {
  describe('lists', () => {
    it('pages newest first, with the total and whether there is more', async () => {
      const store = opened();
      expect(await store.list({ filter: {}, before: null, limit: 10 })).toEqual({ rows: [], more: false, total: 0 });
      const ids: CaptureId[] = [];
      for (let at = 0; at < 25; at++) ids.push((await append(store)).id);
      const seen: CaptureId[] = [];
      let pages = 0;
      for (let before: CaptureId | null = null; ; pages++) {
        const page = await store.list({ filter: {}, before, limit: 10 });
        expect(page.total).toBe(25);
        seen.push(...page.rows.map(({ id }) => id));
        before = page.rows.at(-1)?.id ?? null;
        if (!page.more) break;
      }
      expect(pages).toBe(2);
      expect(seen).toEqual([...ids].reverse());
      expect((await store.list({ filter: {}, before: null, limit: 25 })).more).toBe(false);
    });

    it('gives ids oldest first, a page at a time', async () => {
      const store = opened();
      const ids: CaptureId[] = [];
      for (let at = 0; at < 7; at++) ids.push((await append(store, { method: at % 2 === 0 ? 'PUT' : 'GET' })).id);
      const even = ids.filter((_, at) => at % 2 === 0);
      expect(await store.ids({ method: 'put' }, null, 3)).toEqual(even.slice(0, 3));
      expect(await store.ids({ method: 'put' }, even[2] ?? null, 3)).toEqual(even.slice(3));
    });

    it('gives the ids of what has no verdict, oldest first, without what was cleared', async () => {
      const store = opened();
      const ids: CaptureId[] = [];
      for (let at = 0; at < 5; at++) ids.push((await append(store, { method: at === 4 ? 'PUT' : 'GET' })).id);
      const verdict: Verdict = { status: 'unchecked', scheme: null, reason: 'no-scheme', detail: null, secretId: null };
      unwrap(await store.update([{ id: ids[1] ?? 0, verdicts: [verdict] }]));
      unwrap(await store.clear({ method: 'PUT' }));
      expect(await store.unjudged(null, 2)).toEqual([ids[0], ids[2]]);
      expect(await store.unjudged(ids[2] ?? null, 2)).toEqual([ids[3]]);
      expect(await store.unjudged(ids[3] ?? null, 2)).toEqual([]);
    });
  });

  describe('filters', () => {
    const endpoint: Endpoint = { ...newCatchAll(1), id: 'e1', name: 'One', path: '/one' };

    async function filled(store: Store): Promise<Record<string, CaptureId>> {
      unwrap(await store.putEndpoint(endpoint));
      const get = await append(store, { method: 'GET', target: '/One/path?q=1', endpointId: 'e1', body: '' });
      const post = await append(store, { body: '{"Name":"Zoë"}', headers: [['X-Kind', 'Alpha: beta']] });
      const put = await append(store, {
        method: 'PUT',
        trailers: [['X-Trailer', 'gamma']],
        body: '\u0000binary\u00ff',
      });
      const odd = { kind: 'malformed', malformed: { code: 'HPE_X', message: 'no' }, method: '', target: '' } as const;
      const bad = await append(store, { ...odd, headers: [['raw', 'Omega']] });
      unwrap(
        await store.update([
          { id: get.id, verdicts: [verdict('verified', 'github')] },
          { id: post.id, verdicts: [verdict('failed', 'stripe'), verdict('verified', 'github')], eventType: 'Zé.paid' },
          { id: bad.id, verdicts: [{ ...verdict('unchecked', null), reason: 'malformed-request' }] },
        ]),
      );
      return { get: get.id, post: post.id, put: put.id, bad: bad.id };
    }

    const cases: readonly [filter: CaptureFilter, names: string][] = [
      [{}, 'bad put post get'],
      [{ endpointId: 'e1' }, 'get'],
      [{ method: 'get' }, 'get'],
      [{ method: 'ge' }, ''],
      [{ path: 'ONE/' }, 'get'],
      [{ path: '/' }, 'put post get'],
      [{ scheme: 'GitHub' }, 'get'],
      [{ scheme: 'stripe', verdict: 'failed' }, 'post'],
      [{ scheme: 'stripe', verdict: 'verified' }, ''],
      [{ verdict: 'verified' }, 'get'],
      [{ verdict: 'malformed' }, 'bad'],
      [{ verdict: 'unchecked' }, ''],
      [{ texts: ['zoë'] }, 'post'],
      [{ texts: ['ZOË'] }, ''],
      [{ texts: ['x-kind: alpha'] }, 'post'],
      [{ texts: ['GAMMA'] }, 'put'],
      [{ texts: ['zé.PAID'] }, 'post'],
      [{ texts: ['q=1'] }, 'get'],
      [{ texts: ['\u0000BINARY'] }, 'put'],
      [{ texts: ['omega'] }, 'bad'],
      [{ texts: ['zoë', 'beta', 'post'] }, 'post'],
      [{ texts: ['zoë', 'absent'] }, ''],
      [{ texts: ['hooks'], method: 'PUT' }, 'put'],
    ];

    it('by each part and by parts together', async () => {
      const store = opened();
      const named = await filled(store);
      for (const [filter, names] of cases) {
        const expected = names === '' ? [] : names.split(' ').map((name) => named[name]);
        expect([filter, await listed(store, filter)]).toEqual([filter, expected]);
        expect([filter, await store.ids(filter, null, 10)]).toEqual([filter, [...expected].reverse()]);
      }
    });

    it('pages through sparse matches', async () => {
      const store = opened();
      const wanted: CaptureId[] = [];
      for (let at = 0; at < 60; at++) {
        const { id } = await append(store, { body: at % 20 === 0 ? 'needle' : 'hay' });
        if (at % 20 === 0) wanted.unshift(id);
      }
      const first = await store.list({ filter: { texts: ['needle'] }, before: null, limit: 2 });
      expect([first.rows.map(({ id }) => id), first.more]).toEqual([wanted.slice(0, 2), true]);
      const before = first.rows.at(-1)?.id ?? null;
      const second = await store.list({ filter: { texts: ['needle'] }, before, limit: 2 });
      expect([second.rows.map(({ id }) => id), second.more]).toEqual([wanted.slice(2), false]);
    });
  });

  describe('clears', () => {
    it('hides, and brings back with the token', async () => {
      const store = opened();
      const kept = await append(store, { method: 'GET' });
      const hidden = [await append(store), await append(store)].map(({ id }) => id);
      const cleared = unwrap(await store.clear({ method: 'POST' }));
      expect(cleared.count).toBe(2);
      expect(await listed(store)).toEqual([kept.id]);
      expect(await store.ids({}, null, 10)).toEqual([kept.id]);
      expect((await store.list({ filter: {}, before: null, limit: 10 })).total).toBe(1);
      const one = hidden[0] ?? 0;
      expect([await store.detail(one), await store.request(one), await store.bytes(one, 'raw', 0, 1)]).toEqual([
        null,
        null,
        null,
      ]);
      const late = await append(store);
      expect(unwrap(await store.restore('another'))).toEqual({ count: 0 });
      expect(unwrap(await store.restore(cleared.token))).toEqual({ count: 2 });
      expect(unwrap(await store.restore(cleared.token))).toEqual({ count: 0 });
      expect(await listed(store)).toEqual([late.id, ...hidden.reverse(), kept.id]);
      expect((await store.list({ filter: {}, before: null, limit: 10 })).total).toBe(4);
    });

    it('does not announce a hidden capture again, and keeps its verdict for when it comes back', async () => {
      const store = opened();
      const { id } = await append(store);
      const { token } = unwrap(await store.clear({}));
      expect(unwrap(await store.update([{ id, verdicts: [verdict('verified')] }]))).toEqual([]);
      unwrap(await store.restore(token));
      expect(await listed(store, { verdict: 'verified' })).toEqual([id]);
    });

    it('forgets for good what an earlier clear hid', async () => {
      const store = opened();
      await append(store);
      const first = unwrap(await store.clear({}));
      const { id } = await append(store);
      const second = unwrap(await store.clear({}));
      expect(unwrap(await store.restore(first.token))).toEqual({ count: 0 });
      expect(unwrap(await store.restore(second.token))).toEqual({ count: 1 });
      expect(await listed(store)).toEqual([id]);
    });

    it('clears by text', async () => {
      const store = opened();
      const kept = await append(store, { body: 'hay' });
      await append(store, { body: 'needle' });
      expect(unwrap(await store.clear({ texts: ['NEEDLE'] })).count).toBe(1);
      expect(await listed(store)).toEqual([kept.id]);
    });
  });

  describe('prunes', () => {
    const pruned = async (store: Store, bounds: Partial<typeof unbounded>, now = 0): Promise<readonly CaptureId[]> =>
      unwrap(await store.prune({ ...unbounded, ...bounds }, now)).removed;

    it('nothing without a bound, or within it', async () => {
      const store = opened();
      const { id } = await append(store);
      const { token } = unwrap(await store.clear({}));
      expect(await pruned(store, {}, Number.MAX_SAFE_INTEGER)).toEqual([]);
      expect(await pruned(store, { maxCount: 1, maxAgeDays: 1, maxBytes: 1e6 })).toEqual([]);
      expect(unwrap(await store.restore(token)).count).toBe(1);
      expect(await listed(store)).toEqual([id]);
    });

    it('the oldest past the count', async () => {
      const store = opened();
      const ids: CaptureId[] = [];
      for (let at = 0; at < 10; at++) ids.push((await append(store)).id);
      expect(await pruned(store, { maxCount: 4 })).toEqual(ids.slice(0, 6));
      expect(await listed(store)).toEqual(ids.slice(6).reverse());
      expect((await store.list({ filter: {}, before: null, limit: 1 })).total).toBe(4);
      expect(await store.detail(ids[0] ?? 0)).toBeNull();
      expect(await store.bytes(ids[0] ?? 0, 'raw', 0, 1)).toBeNull();
    });

    it('hidden captures before visible ones, and only as many as needed', async () => {
      const store = opened();
      const old = await append(store, { method: 'GET' });
      for (let at = 0; at < 3; at++) await append(store);
      const { token } = unwrap(await store.clear({ method: 'POST' }));
      const late = await append(store);
      expect(await pruned(store, { maxCount: 3 })).toEqual([]);
      expect(await listed(store)).toEqual([late.id, old.id]);
      expect(unwrap(await store.restore(token)).count).toBe(1);
      expect(await pruned(store, { maxCount: 1 })).toHaveLength(2);
    });

    it('by age, whatever the order of arrival', async () => {
      const store = opened();
      const now = 100 * DAY;
      const young = await append(store, { receivedAt: now - DAY });
      const aged = await append(store, { receivedAt: now - 3 * DAY });
      const ahead = await append(store, { receivedAt: now + DAY });
      expect(await pruned(store, { maxAgeDays: 2 }, now)).toEqual([aged.id]);
      expect(await listed(store)).toEqual([ahead.id, young.id]);
    });

    it('by bytes, and never more than needed', async () => {
      const store = opened();
      const ids: CaptureId[] = [];
      const size = newCapture({ body: new Uint8Array(10_000) }).raw.length;
      for (let at = 0; at < 8; at++) ids.push((await append(store, { body: new Uint8Array(10_000) })).id);
      expect(await pruned(store, { maxBytes: 3 * size })).toEqual(ids.slice(0, 5));
      expect(await pruned(store, { maxBytes: 3 * size })).toEqual([]);
      expect(await pruned(store, { maxBytes: 1 })).toEqual(ids.slice(5));
    });

    it('many at once', async () => {
      const store = opened();
      await Promise.all(Array.from({ length: 1500 }, () => append(store, { body: 'x' })));
      expect(await pruned(store, { maxCount: 10 })).toHaveLength(1490);
      expect(await listed(store)).toHaveLength(10);
    });
  });
}
