import { describe, expect, it } from 'vitest';
import { type Endpoint, newCatchAll } from '../../src/core/endpoint.ts';
import type { Failure } from '../../src/core/failure.ts';
import { fail } from '../../src/core/result.ts';
import type { Verdict } from '../../src/core/signature/verdict.ts';
import type { Endpoints } from '../../src/main/endpoints.ts';
import { type Arrival, createInbox, type InboxOptions } from '../../src/main/inbox.ts';
import type { Judgement } from '../../src/main/judging/judge.ts';
import { atOnce } from '../../src/main/reply/chosen-reply.ts';
import { createMemoryStore } from '../../src/main/storage/memory-store.ts';
import type { Store } from '../../src/main/storage/store.ts';
import { unwrap } from '../support/engine.ts';

const arrival: Arrival = {
  kind: 'request',
  receivedAt: 1,
  via: 'local',
  peer: { address: '127.0.0.1', port: 1 },
  method: 'POST',
  target: '/',
  httpVersion: '1.1',
  headers: [],
  trailers: [],
  completeness: 'complete',
  declaredBodyBytes: 0,
  malformed: null,
  timings: { headMs: 0, bodyMs: 0 },
  raw: new Uint8Array(0),
  body: new Uint8Array(0),
};

const catchAll = newCatchAll(1);
// The inbox asks only these of them.
const endpoints = { all: [catchAll], byId: () => catchAll, catchAll: () => catchAll } as unknown as Endpoints;

const noScheme: Judgement = {
  verdicts: [{ status: 'unchecked', scheme: null, reason: 'no-scheme', detail: null, secretId: null }],
  eventType: null,
  deliveryId: null,
};

function optionsOf(store: Store): InboxOptions {
  return {
    store,
    endpoints,
    judging: {
      judgeLater: async () => ({ ok: true, value: { judgement: noScheme, wantedKeys: [] } }),
      stateChanges: 0,
    },
    chooser: {
      choose: async (_request, { reply }) => ({ reply, source: 'default', label: null, behaviour: atOnce }),
    },
    announce: () => undefined,
    onStorageFailure: () => expect.unreachable(),
    pausedBy: () => null,
    onStored: () => undefined,
    onBehind: () => expect.unreachable(),
    onBug: (error) => {
      throw error;
    },
    monotonicMs: () => 0,
  };
}

describe('the inbox', () => {
  it('judges a capture that arrives in the very moment in which judging ends', async () => {
    // The moment is some microtasks long; which, nobody knows from outside, so each is tried.
    for (let microtasks = 0; microtasks < 40; microtasks++) {
      const store = createMemoryStore();
      const judged = Promise.withResolvers<void>();
      const inbox = createInbox(
        optionsOf({
          ...store,
          async update(updates) {
            const updated = await store.update(updates);
            judged.resolve();
            return updated;
          },
        }),
      );
      await inbox.receive(arrival, null);
      const second = judged.promise.then(async () => {
        for (let i = 0; i < microtasks; i++) await null;
        await inbox.receive(arrival, null);
      });
      await second;
      await inbox.settled();
      const { rows } = await store.list({ filter: {}, before: null, limit: 10 });
      expect([microtasks, rows.map(({ verdicts }) => verdicts.length)]).toEqual([microtasks, [1, 1]]);
    }
  });

  it('stores no verdict of an older state, which might come after a newer one, and asks for one of now', async () => {
    const store = createMemoryStore();
    let stateChanges = 0;
    const answer = Promise.withResolvers<void>();
    let behind = 0;
    const inbox = createInbox({
      ...optionsOf(store),
      judging: {
        async judgeLater() {
          await answer.promise;
          return { ok: true, value: { judgement: noScheme, wantedKeys: [] } };
        },
        get stateChanges() {
          return stateChanges;
        },
      },
      onBehind: () => behind++,
    });
    await inbox.receive(arrival, null);
    stateChanges++;
    const [id = 0] = await store.ids({}, null, 1);
    const newer: Verdict = { status: 'verified', scheme: 'acme', reason: null, detail: null, secretId: 's' };
    unwrap(await store.update([{ id, verdicts: [newer] }]));
    answer.resolve();
    await inbox.settled();
    const { rows } = await store.list({ filter: {}, before: null, limit: 1 });
    expect([rows[0]?.verdicts, rows[0]?.replyStatus, behind]).toEqual([[newer], 200, 1]);
  });

  it('holds no more than so many bytes of requests that wait, heads counted, and judges the others from disk', async () => {
    const store = createMemoryStore();
    const answer = Promise.withResolvers<void>();
    let asked = 0;
    let behind = 0;
    const inbox = createInbox({
      ...optionsOf(store),
      judging: {
        async judgeLater() {
          asked++;
          await answer.promise;
          return { ok: true, value: { judgement: noScheme, wantedKeys: [] } };
        },
        stateChanges: 0,
      },
      onBehind: () => behind++,
    });
    // No body at all.
    const large: Arrival = { ...arrival, raw: new Uint8Array(32 * 1024 * 1024) };
    for (let i = 0; i < 3; i++) await inbox.receive(large, null);
    answer.resolve();
    await inbox.settled();
    expect([asked, behind]).toEqual([2, 1]);
    const { rows } = await store.list({ filter: {}, before: null, limit: 10 });
    expect(rows.map(({ verdicts, replyStatus }) => [verdicts.length, replyStatus])).toEqual([
      [0, 200],
      [1, 200],
      [1, 200],
    ]);
  });

  it('replies as the endpoint says when the request is stored: it may be deleted while the disk writes', async () => {
    const store = createMemoryStore();
    const acme: Endpoint = { ...catchAll, id: 'acme', path: '/acme', reply: { ...catchAll.reply, status: 201 } };
    let all = [catchAll, acme];
    const inbox = createInbox({
      ...optionsOf({
        ...store,
        append(capture) {
          all = [catchAll];
          return store.append(capture);
        },
      }),
      // As above.
      endpoints: {
        get all() {
          return all;
        },
        byId: (id: string) => all.find((endpoint) => endpoint.id === id),
        catchAll: () => catchAll,
      } as unknown as Endpoints,
    });
    expect((await inbox.receive({ ...arrival, target: '/acme' }, null)).status).toBe(200);
    await inbox.settled();
  });

  it('answers 507 when the disk is full and 503 when it fails, and keeps nothing back', async () => {
    const store = createMemoryStore();
    for (const [code, status] of [
      ['storage-full', 507],
      ['storage-failed', 503],
    ] as const) {
      const failure = code === 'storage-full' ? { code } : { code, detail: 'EIO' };
      const refusing: Store = { ...store, append: async () => ({ ok: false, failure }) };
      const reported: unknown[] = [];
      const inbox = createInbox({
        ...optionsOf(refusing),
        onStorageFailure: (one) => reported.push(one),
      });
      const reply = await inbox.receive(arrival, null);
      expect([reply.status, reported]).toEqual([status, [failure]]);
      expect(reply.headers.some(([name]) => name === 'Retry-After')).toBe(true);
    }
    expect(unwrap(await store.clear({})).count).toBe(0);
  });

  it('has those judged whose verdicts the disk refused, as soon as it stores a capture again', async () => {
    const store = createMemoryStore();
    const reported: Failure[] = [];
    let behind = 0;
    let full = true;
    const inbox = createInbox({
      ...optionsOf({ ...store, update: async (all) => (full ? fail({ code: 'storage-full' }) : store.update(all)) }),
      onStorageFailure: (failure) => reported.push(failure),
      onBehind: () => behind++,
    });
    await inbox.receive(arrival, null);
    await inbox.settled();
    expect([reported, behind]).toEqual([[{ code: 'storage-full' }], 0]);
    full = false;
    for (let i = 0; i < 2; i++) await inbox.receive(arrival, null);
    await inbox.settled();
    expect([reported.length, behind]).toEqual([1, 1]);
  });

  it('answers 507 while capturing is paused, and stores again afterwards', async () => {
    const store = createMemoryStore();
    let pausedBy: Failure | null = { code: 'capture-paused', belowBytes: 1 };
    const inbox = createInbox({ ...optionsOf(store), pausedBy: () => pausedBy, onStorageFailure: () => undefined });
    expect(await inbox.receive(arrival, null)).toMatchObject({ status: 507, isUnstored: true });
    expect((await store.list({ filter: {}, before: null, limit: 1 })).total).toBe(0);
    pausedBy = null;
    expect(await inbox.receive(arrival, null)).toMatchObject({ status: 200 });
    expect((await store.list({ filter: {}, before: null, limit: 1 })).total).toBe(1);
    await inbox.settled();
  });
});
