import { expect, it } from 'vitest';
import { newCatchAll } from '../../../src/core/endpoint.ts';
import type { Verdict } from '../../../src/core/signature/verdict.ts';
import { createRejudging } from '../../../src/main/judging/rejudge.ts';
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

it('stores no verdict of a state that changed before its captures were all judged', async () => {
  const store = createMemoryStore();
  for (let i = 0; i < 3; i++) unwrap(await store.append(newCapture()));
  let stateChanges = 0;
  let asked = 0;
  const stored: string[] = [];
  const rejudging = createRejudging({
    store: {
      ...store,
      update(updates) {
        for (const { verdicts } of updates) stored.push(verdicts?.[0]?.scheme ?? '');
        return store.update(updates);
      },
    },
    judging: {
      async judgeLater() {
        const judgement = { verdicts: [verdictBy(`state ${stateChanges}`)], eventType: null, deliveryId: null };
        asked++;
        if (asked === 2) stateChanges++;
        return { ok: true, value: { judgement, wantedKeys: [] } };
      },
      get stateChanges() {
        return stateChanges;
      },
    },
    endpoint: () => newCatchAll(0),
    rows: () => undefined,
    progress: () => undefined,
    onStorageFailure: () => expect.unreachable(),
    onBug: (error) => {
      throw error;
    },
  });
  rejudging.resume();
  await rejudging.idle();
  expect(stored).toEqual(['state 1', 'state 1', 'state 1']);
});
