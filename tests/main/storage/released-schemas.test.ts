import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectForReading } from '../../../src/main/storage/sqlite/connection.ts';
import { MIGRATIONS } from '../../../src/main/storage/sqlite/migrations.ts';
import { listed } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openAt } from './sqlite-support.ts';

/** Everything that the file's schema says, in a fixed order. */
function schemaOf(file: string): unknown[] {
  const db = connectForReading(file);
  try {
    return db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
  } finally {
    db.close();
  }
}

/** Versions of which a history file is kept; see tests/support/write-history-fixture.ts. */
const released = [1, 2, 3, 4];

describe.each(released)('a history file of version %i', (version) => {
  const fixture = join(import.meta.dirname, '..', '..', 'fixtures', 'storage', `history-v${version}.db`);

  async function migrated(): Promise<{ file: string; opened: Awaited<ReturnType<typeof openAt>> }> {
    const file = join(await tempDir(), 'history.db');
    await copyFile(fixture, file);
    return { file, opened: await openAt(file) };
  }

  it('is opened with everything in it', async () => {
    const { file, opened } = await migrated();
    const { store, faults } = opened;
    expect(faults).toEqual([]);
    // Version 4 adds to the file and changes no row of it.
    expect(existsSync(`${file}.before-v4`)).toBe(version < 3);
    expect((await store.endpoints()).map(({ id, name, path }) => [id, name, path])).toEqual([
      ['catch-all', 'Catch-all', '/'],
      ['orders', 'Orders', '/orders'],
    ]);
    const validity = { validFrom: null, validUntil: version === 1 ? null : 4 };
    const sealed = Uint8Array.of(0, 1, 254, 255);
    expect(await store.secrets()).toMatchObject([{ id: 's1', label: 'main', sealed, ...validity }]);
    expect(await store.value('confirmed-targets')).toBe('["https://example.com"]');
    expect(await listed(store)).toEqual([2, 1]);
    expect(await listed(store, { verdict: 'verified', scheme: 'github', endpointId: 'orders' })).toEqual([1]);
    const request = await store.request(1);
    expect(new TextDecoder().decode(request?.body)).toBe('{"hello":"world"}');
    expect(request?.detail).toMatchObject({
      target: '/orders?x=\u00e9',
      eventType: 'push',
      deliveryId: 'd-1',
      deliveryAttempt: 1,
      replyMs: 1.5,
    });
    expect(request?.detail.replyLabel).toBe(version < 3 ? null : 'down');
    const rule = { id: 'r1', when: { method: 'PUT' }, action: { kind: 'reset', delayMs: 5 } };
    expect((await store.endpoints())[1]?.replying).toMatchObject({
      handshakes: { on: true, awaitsSecret: version >= 3 },
      rules: version < 3 ? [] : [rule],
      forward: null,
    });
    expect(request?.detail.reply).toMatchObject({ status: 200, bodyBytes: 3 });
    expect((await store.detail(2))?.malformed?.code).toBe('HPE_INVALID_METHOD');
    expect(await store.attempts(1, 10)).toMatchObject([{ id: 1, durationMs: 30_000.5, signedWith: 'github' }]);
    const queued = [{ captureId: 1, targetId: 't1', endpointId: 'orders', state: 'waiting', nextAt: 6.5 }];
    expect(await store.queued()).toMatchObject(version < 3 ? [] : queued);
    expect((await store.attemptDraft(1))?.body).toEqual(Uint8Array.of(0, 1, 254, 255));
    await store.close();
  });

  it('has the schema of a new one afterwards', async () => {
    const { file, opened } = await migrated();
    await opened.store.close();
    const fresh = join(await tempDir(), 'history.db');
    await (await openAt(fresh)).store.close();
    expect(schemaOf(file)).toEqual(schemaOf(fresh));
  });
});

it('a fixture is kept of every version', () => {
  expect(released).toEqual(MIGRATIONS.map((_, at) => at + 1));
});
