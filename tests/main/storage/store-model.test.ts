import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CATCH_ALL_ENDPOINT_ID, newCatchAll } from '../../../src/core/endpoint.ts';
import type { CaptureFilter } from '../../../src/core/filter/filter.ts';
import { createMemoryStore } from '../../../src/main/storage/memory-store.ts';
import type { Store } from '../../../src/main/storage/store.ts';
import { newCapture } from '../../support/captures.ts';
import { unwrap, verdict } from '../../support/store-helpers.ts';
import { openIndexed } from './sqlite-support.ts';

/** What a step did, to compare; it may keep tokens for later steps. */
type Step = (store: Store, tokens: string[]) => Promise<unknown>;

const method = fc.constantFrom('GET', 'POST', 'put', '');
const endpointId = fc.constantFrom(CATCH_ALL_ENDPOINT_ID, 'e1', 'e2');
const word = fc.constantFrom('alpha', 'Beta', 'é', 'x-kind: b', '/a', ' beta', 'a"b', 'c\\d', ': B', 'Beta é', '","');
const status = fc.constantFrom('verified' as const, 'failed' as const, 'unchecked' as const);
const scheme = fc.constantFrom('github', 'Stripe', null);
const id = fc.integer({ min: 1, max: 30 });

const filter: fc.Arbitrary<CaptureFilter> = fc.record(
  {
    endpointId,
    method,
    path: fc.constantFrom('/', '/A', '/b'),
    scheme: fc.constantFrom('GitHub', 'stripe'),
    verdict: fc.oneof(status, fc.constant('malformed' as const)),
    texts: fc.array(word, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
);

const capture = fc
  .record({
    kind: fc.constantFrom('request' as const, 'request' as const, 'malformed' as const),
    endpointId,
    method,
    target: fc.constantFrom('/', '/a', '/a/b?x=alpha'),
    headers: fc.constantFrom<(readonly [string, string])[][]>(
      [],
      [['X-Kind', 'Beta']],
      [['X-Quote', 'a"b c\\d Beta \u00c3\u00a9']],
    ),
    body: fc.constantFrom('', 'ALPHA', '{"n":"é"}', 'x'.repeat(500)),
    receivedAt: fc.integer({ min: 0, max: 10 }).map((days) => days * 86_400_000),
  })
  .map((parts) => newCapture(parts));

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: capture.map(
      (one): Step =>
        async (store) =>
          unwrap(await store.append(one)),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record({ id, status, scheme, endpointId }).map(
      (change): Step =>
        async (store) => {
          const update = {
            id: change.id,
            verdicts: [verdict(change.status, change.scheme)],
            endpointId: change.endpointId,
          };
          return unwrap(await store.update([update, { id: change.id, eventType: 'Alpha.x' }]));
        },
    ),
  },
  {
    weight: 2,
    arbitrary: id.map(
      (one): Step =>
        async (store) => {
          const reply = { status: 200, headers: [], bodyBytes: 50, source: 'default' } as const;
          return unwrap(await store.update([{ id: one, reply: { reply, body: new Uint8Array(50), replyMs: 1 } }]));
        },
    ),
  },
  {
    weight: 2,
    arbitrary: filter.map(
      (one): Step =>
        async (store, tokens) => {
          const { token, count } = unwrap(await store.clear(one));
          tokens.push(token);
          return count;
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.nat(3).map(
      (at): Step =>
        async (store, tokens) =>
          unwrap(await store.restore(tokens.at(-1 - at) ?? '')),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        maxCount: fc.constantFrom(0, 3, 8),
        maxAgeDays: fc.constantFrom(0, 4),
        maxBytes: fc.constantFrom(0, 700, 3000),
      })
      .map(
        (bounds): Step =>
          async (store) => {
            const { removed } = unwrap(await store.prune(bounds, 10 * 86_400_000));
            return [...removed].sort((a, b) => a - b);
          },
      ),
  },
  {
    weight: 1,
    arbitrary: endpointId.map(
      (one): Step =>
        async (store) =>
          store.putEndpoint({ ...newCatchAll(1), id: one }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('e1', 'e2').map(
      (one): Step =>
        async (store) =>
          store.deleteEndpoint(one),
    ),
  },
);

/** Waits until the search index has followed the steps before. */
const settle = fc.constant('settle' as const);

const view: fc.Arbitrary<Step> = fc
  .record({ filter, before: fc.option(id), limit: fc.integer({ min: 1, max: 6 }) })
  .map(
    (request): Step =>
      async (store) => [
        await store.list(request),
        await store.ids(request.filter, request.before, request.limit),
        await store.detail(request.before ?? 1),
      ],
  );

it('the SQLite store does whatever the memory store does', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.oneof({ weight: 10, arbitrary: step }, settle), view), { minLength: 10, maxLength: 60 }),
      async (steps) => {
        const memory = createMemoryStore({ clock: () => 1 });
        const dir = await mkdtemp(join(tmpdir(), 'hookproof-store-'));
        const sqlite = await openIndexed(join(dir, 'history.db'));
        const tokens: [string[], string[]] = [[], []];
        try {
          for (const [change, look] of steps) {
            if (change === 'settle') await sqlite.settled();
            else expect(await change(sqlite.store, tokens[0])).toEqual(await change(memory, tokens[1]));
            expect(await look(sqlite.store, [])).toEqual(await look(memory, []));
          }
        } finally {
          await sqlite.store.close();
          await rm(dir, { recursive: true, force: true });
        }
      },
    ),
    { numRuns: 15 },
  );
});
