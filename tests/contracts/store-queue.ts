import { describe, expect, it } from 'vitest';
import type { NewAttempt } from '../../src/core/attempt.ts';
import { type Endpoint, newCatchAll } from '../../src/core/endpoint.ts';
import type { QueuedDelivery } from '../../src/core/forward/queue.ts';
import type { QueueChange, Store } from '../../src/main/storage/store.ts';
import { append, listed, unwrap } from '../support/store-helpers.ts';
import type { Opened } from './store.ts';

const unbounded = { maxCount: 0, maxAgeDays: 0, maxBytes: 0 };

function waiting(captureId: number, parts: Partial<QueuedDelivery> = {}): QueuedDelivery {
  return {
    captureId,
    targetId: 't1',
    endpointId: 'catch-all',
    method: 'POST',
    path: '/a\u00e9\u0000',
    queuedAt: 1000,
    state: 'waiting',
    tries: 1,
    refusals: 0,
    nextAt: 121_000.5,
    last: { kind: 'failed', failure: { code: 'target-timeout', origin: 'http://a', afterMs: 100 } },
    mayBeTwice: true,
    ...parts,
  };
}

function forwardAttempt(captureId: number): NewAttempt {
  const body = new Uint8Array(3);
  return {
    at: 1000,
    origin: { kind: 'forward', captureId, targetId: 't1', mayBeTwice: true },
    method: 'POST',
    url: 'http://a/',
    signedWith: null,
    outcome: { kind: 'replied', status: 503, bodyBytes: 0 },
    durationMs: 1,
    timings: { connectedMs: null, tlsMs: null, sentMs: null, firstByteMs: null, totalMs: 1 },
    request: { target: '/', headers: [], bodyBytes: 3 },
    reply: null,
    requestBody: body,
    replyBody: new Uint8Array(0),
    draft: { method: 'POST', url: 'http://a/', headers: [], body, signing: null },
  };
}

const change = async (store: Store, parts: Partial<QueueChange>) =>
  unwrap(await store.changeQueue({ put: [], remove: [], attempt: null, ...parts }));

/** What waits for the targets of forwards. */
export function queueTests(opened: Opened): void {
  describe('the queue', () => {
    it('gives back exactly what was put, in the order of the captures, a capture once a target', async () => {
      const store = opened();
      const [first, second] = [await append(store), await append(store)];
      const rows = [
        waiting(first.id),
        waiting(first.id, { targetId: 't2', state: 'stopped', nextAt: null, last: null, mayBeTwice: false }),
        waiting(second.id, { endpointId: 'e9' }),
      ];
      expect(await change(store, { put: rows.toReversed() })).toEqual({ attempt: null, gone: [] });
      expect(await store.queued()).toEqual(rows);
      const again = waiting(first.id, { tries: 2, state: 'sending', nextAt: null });
      await change(store, { put: [again] });
      expect(await store.queued()).toEqual([again, ...rows.slice(1)]);
      await change(store, { remove: [again, { captureId: 99, targetId: 't1' }] });
      expect(await store.queued()).toEqual(rows.slice(1));
    });

    it('keeps the try with what came of it, among the attempts of the capture', async () => {
      const store = opened();
      const { id } = await append(store);
      const { attempt } = await change(store, { put: [waiting(id)], attempt: forwardAttempt(id) });
      expect(attempt?.origin).toEqual({ kind: 'forward', captureId: id, targetId: 't1', mayBeTwice: true });
      expect(await store.attempts(id, 10)).toMatchObject([{ id: attempt?.id, outcome: { status: 503 } }]);
      expect(await store.attempts(id + 1, 10)).toEqual([]);
    });

    it('says whose capture is gone, and queues the others', async () => {
      const store = opened();
      const { id } = await append(store);
      const changed = await change(store, { put: [waiting(id + 1), waiting(id)] });
      expect(changed.gone).toEqual([{ captureId: id + 1, targetId: 't1' }]);
      expect(await store.queued()).toEqual([waiting(id)]);
    });

    it('keeps what waits past the bounds, and gives its request also when it was cleared', async () => {
      const store = opened();
      const queued = await append(store, { body: 'wait for me', receivedAt: 0 });
      const free = await append(store, { receivedAt: 0 });
      await change(store, { put: [waiting(queued.id)] });
      expect(await store.queuedRequest(free.id)).toBeNull();
      const year = 365 * 86_400_000;
      expect(unwrap(await store.prune({ ...unbounded, maxAgeDays: 1 }, year)).removed).toEqual([free.id]);
      const late = await append(store, { receivedAt: year });
      expect(unwrap(await store.prune({ ...unbounded, maxBytes: 1 }, year)).removed).toEqual([late.id]);
      const { token } = unwrap(await store.clear({}));
      expect(unwrap(await store.prune({ ...unbounded, maxBytes: 1, maxAgeDays: 1 }, year)).removed).toEqual([]);
      // What an earlier clear hid is deleted by the next one, but not this.
      unwrap(await store.clear({}));
      expect(unwrap(await store.prune(unbounded, year)).removed).toEqual([]);
      expect(await store.request(queued.id)).toBeNull();
      const request = await store.queuedRequest(queued.id);
      expect(new TextDecoder().decode(request?.body)).toBe('wait for me');
      expect(request?.detail).toMatchObject({ id: queued.id, method: 'POST', target: '/hooks' });
      expect(unwrap(await store.restore(token)).count).toBe(0);
      expect(await listed(store)).toEqual([]);
      await change(store, { remove: [waiting(queued.id)] });
      expect(await store.queuedRequest(queued.id)).toBeNull();
    });

    it('lets a capture go by the bounds when it no longer waits', async () => {
      const store = opened();
      const { id } = await append(store, { receivedAt: 0 });
      await change(store, { put: [waiting(id)] });
      await change(store, { remove: [waiting(id)] });
      const bounds = { ...unbounded, maxAgeDays: 1 };
      expect(unwrap(await store.prune(bounds, 365 * 86_400_000)).removed).toEqual([id]);
    });

    it('outlives its endpoint', async () => {
      const store = opened();
      const endpoint: Endpoint = { ...newCatchAll(1), id: 'e1', name: 'One', path: '/one' };
      unwrap(await store.putEndpoint(endpoint));
      const { id } = await append(store, { endpointId: 'e1' });
      await change(store, { put: [waiting(id, { endpointId: 'e1' })] });
      unwrap(await store.deleteEndpoint('e1'));
      expect(await store.queued()).toEqual([waiting(id, { endpointId: 'e1' })]);
    });
  });
}
