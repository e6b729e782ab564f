import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATCH_ALL_ENDPOINT_ID, newCatchAll } from '../../../src/core/endpoint.ts';
import { createMemoryStore } from '../../../src/main/storage/memory-store.ts';
import { connectForReading } from '../../../src/main/storage/sqlite/connection.ts';
import type { Store } from '../../../src/main/storage/store.ts';
import { append, unwrap, verdict } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openAt } from './sqlite-support.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('append' as const) }),
  fc.record({
    kind: fc.constant('judge' as const),
    id: fc.integer({ min: 1, max: 12 }),
    scheme: fc.constantFrom('github', 'rex', null),
    deliveryId: fc.constantFrom('a', 'b', null),
    endpointId: fc.constantFrom(CATCH_ALL_ENDPOINT_ID, 'e1'),
  }),
  fc.record({ kind: fc.constant('prune' as const), maxCount: fc.integer({ min: 2, max: 8 }) }),
);

/** What every row says after the steps, and what each update gave. */
async function run(store: Store, steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) {
  unwrap(await store.putEndpoint({ ...newCatchAll(1), id: 'e1', path: '/e1' }));
  const given: unknown[] = [];
  for (const one of steps) {
    if (one.kind === 'append') await append(store);
    else if (one.kind === 'prune') {
      unwrap(await store.prune({ maxCount: one.maxCount, maxAgeDays: 0, maxBytes: 0 }, 0));
    } else {
      const { id, scheme, deliveryId, endpointId } = one;
      const rows = unwrap(await store.update([{ id, verdicts: [verdict('failed', scheme)], deliveryId, endpointId }]));
      given.push(rows.map((row) => [row.id, row.deliveryAttempt]).sort());
    }
  }
  const { rows } = await store.list({ filter: {}, before: null, limit: 500 });
  return { given, rows: rows.map((row) => [row.id, row.deliveryAttempt]) };
}

describe('the attempts of a delivery', () => {
  it('are numbered alike by both stores, whatever is judged, moved and pruned', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const all = [...Array.from({ length: 8 }, () => ({ kind: 'append' as const })), ...steps];
        const { store } = await openAt(join(await tempDir(), 'history.db'));
        expect(await run(store, all)).toEqual(await run(createMemoryStore(), all));
        await store.close();
      }),
      { numRuns: 25 },
    );
  });

  it('are found by their index', async () => {
    const file = join(await tempDir(), 'history.db');
    const { store } = await openAt(file);
    await append(store);
    await store.close();
    const db = connectForReading(file);
    const plan = (sql: string): string =>
      db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => String(row.detail))
        .join('\n');
    const of = "delivery_id = 'x' AND endpoint_id = 'y' AND scheme = 'z'";
    expect(
      plan(`SELECT max(delivery_attempt) FROM captures WHERE ${of} AND delivery_attempt < 100 AND id < 5`),
    ).toMatch(/captures_by_delivery \(delivery_id=\? AND endpoint_id=\? AND scheme=\? AND delivery_attempt<\?/);
    expect(plan(`SELECT 1 FROM captures WHERE ${of} AND delivery_attempt = 100 AND id < 5 LIMIT 1`)).toMatch(
      /captures_by_delivery \(delivery_id=\? AND endpoint_id=\? AND scheme=\? AND delivery_attempt=\? AND rowid<\?/,
    );
    expect(plan('SELECT id FROM captures WHERE hidden IS NULL AND delivery_attempt > 1 ORDER BY id DESC')).toMatch(
      /captures_retries/,
    );
    db.close();
  });
});
