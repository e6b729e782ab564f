import { existsSync, readFileSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueuedDelivery } from '../../../../src/core/forward/queue.ts';
import { openDatabasePages } from '../../../../src/main/storage/salvage/database-pages.ts';
import { createSalvageReads } from '../../../../src/main/storage/salvage/salvage-reads.ts';
import { connectForWriting } from '../../../../src/main/storage/sqlite/connection.ts';
import { append, unwrap } from '../../../support/store-helpers.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { openAt } from '../sqlite-support.ts';
import {
  destroyPages,
  flipBits,
  PAGE_BYTES,
  pagesOfCaptures,
  rawsOf,
  salvaged,
  writeHistory,
  zeros,
} from './damaged-files.ts';

const COUNT = 120;

/** Ids of the captures that a salvage reads whole and with the bytes that arrived, and what it counts. */
function readAll(file: string): { good: number[]; mismatched: number; unreadable: number; lost: number } {
  const pages = openDatabasePages(file);
  try {
    const reads = createSalvageReads(pages);
    const { lost } = reads.find(null);
    const good: number[] = [];
    let mismatched = 0;
    let unreadable = 0;
    for (let after: number | null = 0; after !== null; ) {
      const step: ReturnType<typeof reads.captures> = reads.captures({ after });
      mismatched += step.mismatched;
      unreadable += step.unreadable;
      good.push(...step.rows.filter(({ isIntact }) => isIntact).map(({ capture }) => Number(capture.id)));
      after = step.next;
    }
    return { good, mismatched, unreadable, lost };
  } finally {
    pages.close();
  }
}

describe('the salvage of a file', () => {
  it('with destroyed pages gives exactly the captures that no destroyed page held', { timeout: 60_000 }, async () => {
    const dir = await tempDir();
    const file = join(dir, 'history.db');
    await writeHistory(file, COUNT);
    const needed = pagesOfCaptures(file);
    expect(needed.size).toBe(COUNT);
    const pages = statSync(file).size / PAGE_BYTES;
    const copy = join(dir, 'damaged.db');
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: pages }), { maxLength: 12 }),
        fc.uint8Array({ minLength: PAGE_BYTES, maxLength: PAGE_BYTES, size: 'max' }),
        fc.boolean(),
        async (destroyed, noise, areZeros) => {
          await copyFile(file, copy);
          destroyPages(copy, destroyed, areZeros ? zeros : () => noise);
          const expected = [...needed].filter(([, own]) => destroyed.every((page) => !own.has(page)));
          expect(readAll(copy).good).toEqual(expected.map(([id]) => id).sort((a, b) => a - b));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('with flipped bits never takes changed bytes for those that arrived', { timeout: 60_000 }, async () => {
    const dir = await tempDir();
    const file = join(dir, 'history.db');
    const raws = await writeHistory(file, COUNT);
    const size = statSync(file).size;
    const copy = join(dir, 'damaged.db');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 100, max: size - 1 }), { minLength: 1, maxLength: 50 }),
        async (at) => {
          await copyFile(file, copy);
          flipBits(copy, at);
          const { good, mismatched, unreadable, lost } = readAll(copy);
          for (const id of good) expect(raws.has(id)).toBe(true);
          // A flipped bit may hide a row, or (in a counter) pretend more rows; it takes no more than the row it is in.
          expect(good.length).toBeGreaterThanOrEqual(COUNT - 2 * 20 * at.length);
          expect(good.length + mismatched + unreadable).toBeLessThanOrEqual(COUNT + lost + at.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('reads the newest commits from the log, and nothing after its first broken frame', async () => {
    const dir = await tempDir();
    const file = join(dir, 'history.db');
    const { store } = await openAt(file);
    for (let at = 0; at < 50; at++) await append(store, { body: 'x'.repeat(3000) });
    const copy = join(dir, 'copy.db');
    await copyFile(file, copy);
    await copyFile(`${file}-wal`, `${copy}-wal`);
    expect(readAll(copy).good).toHaveLength(50);
    const half = Math.floor(statSync(`${copy}-wal`).size / 2);
    flipBits(`${copy}-wal`, [half]);
    const { good } = readAll(copy);
    expect(good.length).toBeGreaterThan(5);
    expect(good.length).toBeLessThan(45);
    expect(good).toEqual(good.map((_, at) => at + 1));
    await store.close();
  });

  it('finds nothing of what was cleared or pruned', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeHistory(file, 60);
    const { store } = await openAt(file);
    unwrap(await store.prune({ maxCount: 40, maxAgeDays: 0, maxBytes: 0 }, 0));
    unwrap(await store.clear({ path: '/4' }));
    const kept = await store.ids({}, null, 1000);
    await store.close();
    expect(readAll(file).good).toEqual(kept);
  });

  it('reads files of any bytes at all without harm', { timeout: 60_000 }, async () => {
    const dir = await tempDir();
    const file = join(dir, 'history.db');
    await writeHistory(file, 20);
    const sound = readFileSync(file);
    const { writeFile } = await import('node:fs/promises');
    const copy = join(dir, 'hostile.db');
    // Heads of pages that are believed to be of ours, with anything behind them.
    const hostile = fc.uint8Array({ minLength: PAGE_BYTES, maxLength: PAGE_BYTES, size: 'max' }).map((page) => {
      const kinds = [0x0d, 0x0a, 0x02, 0x05];
      page[0] = kinds[(page[0] ?? 0) % kinds.length] ?? 0;
      return page;
    });
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 6 }), async (pages) => {
        await writeFile(copy, Buffer.concat([sound.subarray(0, 3 * PAGE_BYTES), ...pages]));
        readAll(copy);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a damaged history', () => {
  async function damaged(count: number): Promise<{ file: string; raws: Map<number, string> }> {
    const file = join(await tempDir(), 'history.db');
    const raws = await writeHistory(file, count);
    destroyPages(file, [1], zeros);
    return { file, raws };
  }

  it('comes back with its ids, its order, its endpoints, secrets, values and attempts', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeHistory(file, 30);
    const { store: before } = await openAt(file);
    const [catchAll] = await before.endpoints();
    if (catchAll === undefined) throw new Error('no catch-all');
    unwrap(await before.putEndpoint({ ...catchAll, id: 'e1', name: 'Orders', path: '/orders' }));
    unwrap(await before.putEndpoint({ ...catchAll, name: 'Everything else' }));
    const secret = {
      id: 's1',
      endpointId: 'e1',
      label: 'x',
      scheme: null,
      masked: '••',
      length: 2,
      backend: 'vault-file',
    };
    const validity = { validFrom: null, validUntil: null, createdAt: 5 };
    unwrap(await before.putSecret({ ...secret, ...validity, sealed: new Uint8Array([1, 2, 3]) }));
    unwrap(await before.putValue('own', '{"a":1}'));
    const endpoints = await before.endpoints();
    const secrets = await before.secrets();
    const details = await Promise.all((await before.ids({}, null, 100)).map((id) => before.detail(id)));
    await before.close();
    destroyPages(file, [1], zeros);

    const { store, faults } = await openAt(file);
    // They are there before anything reads them, and the first new capture gets a new id.
    expect(await store.endpoints()).toEqual(endpoints);
    expect(await store.secrets()).toEqual(secrets);
    expect(await store.value('own')).toBe('{"a":1}');
    expect((await append(store, { target: '/new' })).id).toBe(31);
    const state = await salvaged(store);
    expect(state).toMatchObject({ stage: 'done', total: 30, good: 30, mismatched: 0, unreadable: 0 });
    expect(state).toMatchObject({ endpoints: 1, secrets: 1, restartNeeded: false, failure: null });
    expect(faults).toMatchObject([{ code: 'store-corrupt', movedTo: state?.file }]);
    expect(existsSync(state?.file ?? '')).toBe(true);
    const again = await Promise.all((await store.ids({}, null, 100)).map((id) => store.detail(id)));
    expect(again.slice(0, 30)).toEqual(details);
    expect(again).toHaveLength(31);
    expect((await store.list({ filter: {}, before: null, limit: 1 })).total).toBe(31);
    await store.close();
  });

  it('takes captures while it is salvaged', async () => {
    const { file, raws } = await damaged(300);
    const { store } = await openAt(file);
    store.salvage.start();
    const rows = await Promise.all(Array.from({ length: 100 }, (_, at) => append(store, { target: `/new/${at}` })));
    expect(Math.min(...rows.map(({ id }) => id))).toBe(301);
    await store.salvage.idle();
    const all = await rawsOf(store);
    expect(all.size).toBe(400);
    for (const [id, raw] of raws) expect(all.get(id)).toBe(raw);
    await store.close();
  });

  it('goes on after a restart in the middle, with nothing twice and nothing lost', { timeout: 60_000 }, async () => {
    const { file, raws } = await damaged(700);
    const seen: number[] = [];
    for (let round = 0; ; round++) {
      const { store } = await openAt(file, {
        onSalvage: (state) => {
          // Stopped as soon as it is under way.
          if (state?.stage === 'copying' && round < 3) void store.close();
        },
      });
      await append(store);
      store.salvage.start();
      await store.salvage.idle();
      seen.push(store.salvage.state?.good ?? -1);
      const isDone = store.salvage.state?.stage === 'done';
      if (isDone) {
        const all = await rawsOf(store);
        expect(all.size).toBe(700 + round + 1);
        for (const [id, raw] of raws) expect(all.get(id)).toBe(raw);
      }
      await store.close();
      if (isDone) break;
    }
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(700);
  });

  it('gives a capture another id when its own was given anew, and brings none twice', async () => {
    const dir = await tempDir();
    const old = join(dir, 'old.db');
    const raws = await writeHistory(old, 5);
    const { store } = await openAt(join(dir, 'history.db'));
    await append(store, { target: '/mine' });
    unwrap(await store.salvage.add(old));
    await store.salvage.idle();
    expect(store.salvage.state).toMatchObject({ stage: 'done', good: 5 });
    expect([...(await rawsOf(store)).keys()]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...(await rawsOf(store)).values()]).toContain(raws.get(1));
    unwrap(await store.salvage.add(old));
    await store.salvage.idle();
    expect((await rawsOf(store)).size).toBe(6);
    await store.close();
  });

  it('keeps what came with other bytes, and says so of it', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeHistory(file, 10);
    const db = connectForWriting(file);
    db.exec("UPDATE payloads SET raw = CAST('G' || substr(raw, 2) AS BLOB) WHERE id = 4");
    db.close();
    destroyPages(file, [1], zeros);
    const { store } = await openAt(file);
    expect(await salvaged(store)).toMatchObject({ good: 9, mismatched: 1, unreadable: 0 });
    expect(await store.detail(4)).toMatchObject({ rawIntact: false });
    expect(await store.detail(5)).toMatchObject({ rawIntact: true });
    await store.close();
  });

  it('comes with what waits for the target of a forward, cleared or not', async () => {
    const file = join(await tempDir(), 'history.db');
    await writeHistory(file, 10);
    const { store: before } = await openAt(file);
    const facts = { endpointId: 'catch-all', state: 'waiting', attempts: 0, nextAt: 5, mayBeTwice: false, last: null };
    // Any delivery will do: the store keeps its facts and looks at none.
    const waiting = [2, 3].map((captureId) => ({ ...facts, captureId, targetId: 't1' }) as unknown as QueuedDelivery);
    unwrap(await before.changeQueue({ put: waiting, remove: [], attempt: null }));
    unwrap(await before.clear({ path: '/1' }));
    unwrap(await before.clear({ path: '/5' }));
    await before.close();
    destroyPages(file, [1], zeros);
    const { store } = await openAt(file);
    expect(await salvaged(store)).toMatchObject({ stage: 'done', queued: 2, unreadable: 0 });
    expect((await store.queued()).map(({ captureId }) => captureId)).toEqual([2, 3]);
    expect(await store.queuedRequest(2)).not.toBeNull();
    await store.close();
  });

  it('is forgotten when the user has seen what came of it', async () => {
    const { file } = await damaged(3);
    const { store } = await openAt(file);
    await salvaged(store);
    await store.close();
    const { store: next } = await openAt(file);
    expect(next.salvage.state).toMatchObject({ stage: 'done', good: 3 });
    unwrap(await next.salvage.dismiss());
    expect(next.salvage.state).toBeNull();
    await next.close();
    const { store: last } = await openAt(file);
    expect(last.salvage.state).toBeNull();
    await last.close();
  });

  it('says why when its file is gone', async () => {
    const { file } = await damaged(3);
    const { store } = await openAt(file);
    const { rm } = await import('node:fs/promises');
    await rm(store.salvage.state?.file ?? '');
    expect(await salvaged(store)).toMatchObject({ stage: 'waiting', failure: { code: 'file-unreadable' } });
    await append(store);
    unwrap(await store.salvage.dismiss());
    expect(store.salvage.state).toBeNull();
    await store.close();
  });
});
