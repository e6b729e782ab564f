import { describe, expect, it } from 'vitest';
import { type CaptureId, MAX_DELIVERY_ATTEMPT } from '../../src/core/capture.ts';
import { CATCH_ALL_ENDPOINT_ID, newCatchAll } from '../../src/core/endpoint.ts';
import type { Store } from '../../src/main/storage/store.ts';
import { append, listed, unwrap, verdict } from '../support/store-helpers.ts';
import type { Opened } from './store.ts';

/** Counting the captures of one delivery. */
export function deliveryTests(opened: Opened): void {
  async function judged(
    store: Store,
    deliveryId: string | null,
    scheme = 'github',
    endpointId?: string,
  ): Promise<CaptureId> {
    const { id } = await append(store, endpointId === undefined ? {} : { endpointId });
    unwrap(await store.update([{ id, verdicts: [verdict('verified', scheme)], eventType: null, deliveryId }]));
    return id;
  }

  async function attempts(store: Store): Promise<(number | null)[]> {
    const { rows } = await store.list({ filter: {}, before: null, limit: 500 });
    return rows.map(({ deliveryAttempt }) => deliveryAttempt).reverse();
  }

  describe('attempts of one delivery', () => {
    it('are counted by scheme, delivery id and endpoint', async () => {
      const store = opened();
      unwrap(await store.putEndpoint({ ...newCatchAll(1), id: 'e1', path: '/e1' }));
      await judged(store, 'd');
      await judged(store, 'other');
      await judged(store, 'd');
      await judged(store, 'd', 'gitea');
      await judged(store, null);
      await judged(store, 'd', 'github', 'e1');
      await judged(store, 'd');
      expect(await attempts(store)).toEqual([1, 1, 2, 1, null, 1, 3]);
      expect(await listed(store, { retry: true })).toEqual([7, 3]);
      expect(await listed(store, { retry: false })).toEqual([6, 5, 4, 2, 1]);
      expect(await listed(store, { deliveryId: 'd', scheme: 'github', endpointId: CATCH_ALL_ENDPOINT_ID })).toEqual([
        7, 3, 1,
      ]);
      expect(await listed(store, { deliveryId: 'D' })).toEqual([]);
      expect(await listed(store, { deliveryId: 'd', path: '/' })).toEqual([7, 6, 4, 3, 1]);
      expect(await listed(store, { deliveryId: 'd', texts: ['world'], retry: true })).toEqual([7, 3]);
    });

    it('come with the row that a judgement gives, and are none before it', async () => {
      const store = opened();
      const first = await append(store);
      expect(first.deliveryAttempt).toBeNull();
      await judged(store, 'd');
      const { id } = await append(store);
      const rows = unwrap(await store.update([{ id, verdicts: [verdict('failed')], deliveryId: 'd' }]));
      expect(rows.map((row) => [row.id, row.deliveryAttempt])).toEqual([[id, 2]]);
      expect((await store.detail(id))?.deliveryAttempt).toBe(2);
    });

    it('none is for what fits no scheme: an id in its body may be anything’s', async () => {
      const store = opened();
      const { id } = await append(store);
      unwrap(await store.update([{ id, verdicts: [verdict('unchecked', null)], deliveryId: 'd' }]));
      expect(await attempts(store)).toEqual([null]);
    });

    it('are right when captures are judged again, newest first, and those that count on are given', async () => {
      const store = opened();
      const ids = [
        await judged(store, 'a'),
        await judged(store, 'b'),
        await judged(store, 'a'),
        await judged(store, 'a'),
      ];
      for (const id of ids.toReversed()) {
        unwrap(await store.update([{ id, verdicts: [verdict('verified', 'stripe')], deliveryId: 'x' }]));
      }
      expect(await attempts(store)).toEqual([1, 2, 3, 4]);
      const [first = 0, second = 0] = ids;
      const rows = unwrap(await store.update([{ id: second, verdicts: [verdict('verified', 'rex')] }]));
      expect(rows.map((row) => [row.id, row.deliveryAttempt]).sort()).toEqual([
        [second, 1],
        [second + 1, 2],
        [second + 2, 3],
      ]);
      // The same judgement again moves nothing.
      expect(unwrap(await store.update([{ id: first, verdicts: [verdict('failed', 'stripe')] }]))).toHaveLength(1);
      expect(await attempts(store)).toEqual([1, 1, 2, 3]);
    });

    it('stay when earlier ones are cleared or pruned, and go on from there', async () => {
      const store = opened();
      await judged(store, 'd');
      await judged(store, 'd');
      await judged(store, 'd');
      unwrap(await store.prune({ maxCount: 2, maxAgeDays: 0, maxBytes: 0 }, 0));
      expect(await attempts(store)).toEqual([2, 3]);
      const { token } = unwrap(await store.clear({}));
      await judged(store, 'd');
      expect(await attempts(store)).toEqual([4]);
      unwrap(await store.restore(token));
      expect(await attempts(store)).toEqual([2, 3, 4]);
    });

    it('are numbered again with those of the catch-all when their endpoint is deleted', async () => {
      const store = opened();
      unwrap(await store.putEndpoint({ ...newCatchAll(1), id: 'e1', path: '/e1' }));
      const ids = [await judged(store, 'd'), await judged(store, 'd', 'github', 'e1'), await judged(store, 'd')];
      unwrap(await store.deleteEndpoint('e1'));
      expect(await attempts(store)).toEqual([1, null, 2]);
      for (const id of ids.toReversed()) unwrap(await store.update([{ id, verdicts: [verdict('verified')] }]));
      expect(await attempts(store)).toEqual([1, 2, 3]);
    });

    it('are counted up to a bound', async () => {
      const store = opened();
      const ids: CaptureId[] = [];
      for (let count = 0; count < MAX_DELIVERY_ATTEMPT + 3; count++) ids.push((await append(store)).id);
      const judgement = { verdicts: [verdict('verified')], deliveryId: 'd' };
      unwrap(await store.update(ids.toReversed().map((id) => ({ id, ...judgement }))));
      const expected = ids.map((_, at) => Math.min(MAX_DELIVERY_ATTEMPT, at + 1));
      expect(await attempts(store)).toEqual(expected);
    });
  });
}
