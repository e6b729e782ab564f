import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../../src/core/failure.ts';
import { sha256Hex } from '../../../src/main/storage/capture-row.ts';
import { connectForReading, pragma } from '../../../src/main/storage/sqlite/connection.ts';
import { newCapture } from '../../support/captures.ts';
import { programPath, programUrl } from '../../support/programs.ts';
import { append, listed, unwrap } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openAt, workers } from './sqlite-support.ts';

describe('a process that is killed', () => {
  it('keeps every capture it acknowledged, round after round', { timeout: 60_000 }, async () => {
    const file = join(await tempDir(), 'history.db');
    const acknowledged = new Set<number>();
    for (let round = 0; round < 5; round++) {
      const child = spawn(process.execPath, [programPath('append-until-killed'), file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      const quota = acknowledged.size + 50 + Math.floor(Math.random() * 400);
      for await (const line of createInterface({ input: child.stdout })) {
        acknowledged.add(Number(line));
        if (acknowledged.size >= quota) child.kill('SIGKILL');
      }
      expect(await exited).toEqual([null, 'SIGKILL']);
      const { store, faults } = await openAt(file);
      expect(faults).toEqual([]);
      const stored = new Set(await store.ids({}, null, 1_000_000));
      expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
      expect((await store.list({ filter: {}, before: null, limit: 1 })).total).toBe(stored.size);
      const last = Math.max(...stored);
      const raw = await store.bytes(last, 'raw', 0, 10_000);
      expect(sha256Hex(raw?.bytes ?? new Uint8Array(0))).toBe((await store.detail(last))?.rawSha256);
      await store.close();
      const db = connectForReading(file);
      expect(pragma(db, 'integrity_check')).toBe('ok');
      db.close();
    }
    expect(acknowledged.size).toBeGreaterThan(250);
  });
});

describe('an I/O error', () => {
  it.skipIf(process.platform === 'win32')(
    'refuses, keeps what was acknowledged, and opens the file again',
    async () => {
      const file = join(await tempDir(), 'history.db');
      const child = programPath('append-past-a-limit');
      // Past the limit on a file's size (2048 KiB here) writes fail with EFBIG, which SQLite takes for an I/O error.
      const run = spawn('bash', ['-c', 'ulimit -f 2048; exec "$0" "$@"', process.execPath, child, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(run, 'exit');
      const results: { id?: number; failure?: Failure; fault?: Failure }[] = [];
      for await (const line of createInterface({ input: run.stdout })) results.push(JSON.parse(line));
      expect(await exited).toEqual([0, null]);
      const failedAt = results.findIndex(({ failure }) => failure !== undefined);
      expect(results[failedAt]?.failure?.code).toBe('storage-failed');
      expect(results.some(({ fault }) => fault?.code === 'storage-failed')).toBe(true);
      expect(results.slice(failedAt).some(({ id }) => id !== undefined)).toBe(true);
      const { store, faults } = await openAt(file);
      expect(faults).toEqual([]);
      expect(await store.ids({}, null, 100_000)).toEqual(results.flatMap(({ id }) => (id === undefined ? [] : [id])));
      await store.close();
    },
  );
});

describe('a worker that dies', () => {
  it('fails what it was asked, is reported, and is started again', async () => {
    const file = join(await tempDir(), 'history.db');
    const { store, faults } = await openAt(file, { workers: { ...workers, writer: programUrl('dying-writer') } });
    const before = await append(store);
    const results = await Promise.all([store.append(newCapture({ target: '/die' })), store.append(newCapture())]);
    for (const result of results) expect(result).toMatchObject({ ok: false, failure: { code: 'storage-failed' } });
    expect(faults).toMatchObject([{ code: 'storage-restarted', worker: 'writer', times: 1 }]);
    const after = await append(store);
    expect(await listed(store)).toEqual([after.id, before.id]);
    await store.close();
  });

  it('is not started again when it dies at once', async () => {
    const file = join(await tempDir(), 'history.db');
    const { store, faults } = await openAt(file, { workers: { ...workers, writer: programUrl('dying-writer') } });
    expect(await store.append(newCapture({ target: '/die' }))).toMatchObject({ ok: false });
    expect(await store.append(newCapture())).toMatchObject({ ok: false, failure: { code: 'storage-failed' } });
    expect(faults).toEqual([{ code: 'storage-failed', detail: 'the storage writer stopped: it ended' }]);
    expect(await listed(store)).toEqual([]);
    await store.close();
  });
});

describe('a full disk', () => {
  it('refuses captures, loses none, lets history be deleted, and goes on when there is room', async () => {
    const file = join(await tempDir(), 'history.db');
    const { store, faults } = await openAt(file, { maxPages: 200 });
    const stored: number[] = [];
    let refused = null;
    while (refused === null && stored.length < 1000) {
      const result = await store.append(newCapture({ body: 'x'.repeat(9000) }));
      if (result.ok) stored.push(result.value.id);
      else refused = result.failure;
    }
    expect(refused).toEqual({ code: 'storage-full' });
    expect(faults).toEqual([{ code: 'storage-full' }]);
    expect(existsSync(`${file}.ballast`)).toBe(false);
    expect(await store.append(newCapture())).toEqual({ ok: false, failure: { code: 'storage-full' } });
    expect(await store.putValue('x', 'y')).toEqual({ ok: false, failure: { code: 'storage-full' } });
    expect(await store.ids({}, null, 1000)).toEqual(stored);
    const pruned = unwrap(await store.prune({ maxCount: 10, maxAgeDays: 0, maxBytes: 0 }, 0));
    expect(pruned.removed).toEqual(stored.slice(0, -10));
    const { id } = await append(store, { body: 'x'.repeat(9000) });
    expect(await listed(store)).toEqual([id, ...stored.slice(-10).reverse()]);
    expect(existsSync(`${file}.ballast`)).toBe(true);
    await store.close();
  });

  it('has room again when the user clears the history', async () => {
    const file = join(await tempDir(), 'history.db');
    const { store } = await openAt(file, { maxPages: 200 });
    const large = newCapture({ body: 'x'.repeat(9000) });
    unwrap(await store.append(large));
    const hidden = unwrap(await store.clear({}));
    let stored = await store.append(large);
    for (; stored.ok; stored = await store.append(large));
    expect(stored).toEqual({ ok: false, failure: { code: 'storage-full' } });
    expect(unwrap(await store.restore(hidden.token))).toEqual({ count: 0 });
    expect(unwrap(await store.clear({})).count).toBeGreaterThan(10);
    // What was cleared is deleted in the background.
    await vi.waitFor(async () => expect((await store.append(large)).ok).toBe(true), { timeout: 15_000 });
    await store.close();
  });

  it('stores nothing of what it refuses', async () => {
    const file = join(await tempDir(), 'history.db');
    const { store } = await openAt(file, { maxPages: 300 });
    const results = await Promise.all([
      store.append(newCapture({ body: 'small' })),
      store.append(newCapture({ body: new Uint8Array(3_000_000) })),
      store.append(newCapture({ body: 'small' })),
    ]);
    const stored = results.flatMap((result) => (result.ok ? [result.value.id] : []));
    expect(results[1]).toEqual({ ok: false, failure: { code: 'storage-full' } });
    expect(await store.ids({}, null, 10)).toEqual(stored);
    await store.close();
  });
});
