import { expect, it } from 'vitest';
import { newCatchAll } from '../../../src/core/endpoint.ts';
import type { Verdict } from '../../../src/core/signature/verdict.ts';
import { createRejudging, type RejudgingOptions } from '../../../src/main/judging/rejudge.ts';
import { createMemoryStore } from '../../../src/main/storage/memory-store.ts';
import { newCapture } from '../../support/captures.ts';
import { unwrap } from '../../support/engine.ts';

const verdictBy = (scheme: string): Verdict => ({
  status: 'verified',
  scheme,
  reason: null,
  detail: null,
  secretId: null,
});

const judgedBy = (scheme: string) =>
  ({
    ok: true,
    value: { judgement: { verdicts: [verdictBy(scheme)], eventType: null, deliveryId: null }, wantedKeys: [] },
  }) as const;

const quiet: Pick<RejudgingOptions, 'endpoint' | 'rows' | 'progress' | 'onStorageFailure' | 'onBug'> = {
  endpoint: () => newCatchAll(0),
  rows: () => undefined,
  progress: () => undefined,
  onStorageFailure: () => expect.unreachable(),
  onBug: (error) => {
    throw error;
  },
};

it('stores no verdict of a state that changed before its captures were all judged', async () => {
  const store = createMemoryStore();
  for (let i = 0; i < 3; i++) unwrap(await store.append(newCapture()));
  let stateChanges = 0;
  let asked = 0;
  const stored: string[] = [];
  const rejudging = createRejudging({
    ...quiet,
    store: {
      ...store,
      update(updates) {
        for (const { verdicts } of updates) stored.push(verdicts?.[0]?.scheme ?? '');
        return store.update(updates);
      },
    },
    judging: {
      async judgeLater() {
        const judged = judgedBy(`state ${stateChanges}`);
        asked++;
        if (asked === 2) stateChanges++;
        return judged;
      },
      get stateChanges() {
        return stateChanges;
      },
    },
  });
  rejudging.resume();
  await rejudging.idle();
  expect(stored).toEqual(['state 1', 'state 1', 'state 1']);
});

it('judges once more when the storage reader died under it, and gives up when it dies again', async () => {
  const store = createMemoryStore();
  const { id } = unwrap(await store.append(newCapture()));
  let deaths = 0;
  let deadly = 1;
  const bugs: unknown[] = [];
  const rejudging = createRejudging({
    ...quiet,
    store: {
      ...store,
      request(wanted) {
        if (deadly === 0) return store.request(wanted);
        deadly--;
        deaths++;
        return Promise.reject(new Error('the storage reader stopped'));
      },
    },
    judging: { judgeLater: async () => judgedBy('github'), stateChanges: 0 },
    onBug: (error) => bugs.push(error),
  });
  rejudging.resume();
  await rejudging.idle();
  expect((await store.detail(id))?.verdicts).toEqual([verdictBy('github')]);
  deadly = Number.POSITIVE_INFINITY;
  rejudging.start(newCatchAll(0).id);
  await rejudging.idle();
  expect([deaths, bugs.length]).toEqual([3, 3]);
});

it('does not begin again for the reader’s sake what nobody wants any more', async () => {
  const store = createMemoryStore();
  unwrap(await store.append(newCapture()));
  let begun = 0;
  let bugs = 0;
  const rejudging = createRejudging({
    ...quiet,
    store: {
      ...store,
      ids(...wanted) {
        begun++;
        return store.ids(...wanted);
      },
      request() {
        rejudging.stop();
        return Promise.reject(new Error('the storage reader stopped'));
      },
    },
    judging: { judgeLater: async () => judgedBy('github'), stateChanges: 0 },
    onBug: () => bugs++,
  });
  rejudging.start(newCatchAll(0).id);
  await rejudging.idle();
  expect([begun, bugs]).toEqual([1, 1]);
});
