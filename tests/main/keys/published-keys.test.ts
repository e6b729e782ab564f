import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fail } from '../../../src/core/result.ts';
import type { Settings } from '../../../src/core/settings.ts';
import type { KeySource } from '../../../src/core/signature/key-source.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import type { KeyNetwork } from '../../../src/main/keys/guarded-get.ts';
import { openPublishedKeys, type PublishedKeys } from '../../../src/main/keys/published-keys.ts';
import { createMemoryStore } from '../../../src/main/storage/memory-store.ts';
import { type KeyHost, startKeyHost } from '../../support/key-host.ts';

const HOST = 'www.googleapis.com';
const PATH = '/oauth2/v3/certs';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const source = (keyId: string | null = null, path = PATH): KeySource => ({
  url: `https://${HOST}${path}`,
  host: HOST,
  form: { kind: 'jwks' },
  keyId,
});

const jwk = (kid: string) => ({
  ...createPublicKey(nodeCrypto.newKeyPair('p256').publicKey).export({ format: 'jwk' }),
  kid,
});
const setOf = (...ids: readonly string[]) => JSON.stringify({ keys: ids.map(jwk) });

interface World {
  readonly host: KeyHost;
  readonly store: ReturnType<typeof createMemoryStore>;
  readonly arrivals: (readonly string[])[];
  nowMs: number;
  consent: Settings['fetchKeys'];
  open(network?: KeyNetwork): Promise<PublishedKeys>;
  /** Resolves when a try ends. */
  nextTry(): Promise<string>;
}

async function world(): Promise<World> {
  const host = await startKeyHost();
  const store = createMemoryStore();
  let ended = Promise.withResolvers<string>();
  const made: World = {
    host,
    store,
    arrivals: [],
    nowMs: 1_900_000_000_000,
    consent: 'ask',
    open: (network = host.network) =>
      openPublishedKeys({
        store,
        network,
        consent: () => made.consent,
        arrived: (ids) => made.arrivals.push(ids),
        changed(name) {
          ended.resolve(name);
          ended = Promise.withResolvers();
        },
        onStorageFailure: (failure) => ended.reject(new Error(failure.code)),
        onBug: (error) => ended.reject(error),
        now: () => made.nowMs,
      }),
    nextTry: () => ended.promise,
  };
  return made;
}

describe('without being asked', () => {
  it('nothing is fetched, and asked once the host is remembered', async () => {
    const { host, open, arrivals, nextTry } = await world();
    host.answers.set(PATH, { body: setOf('a') });
    const keys = await open();
    expect(keys.keyFor(source(), 'e')).toBeNull();
    expect(keys.place(source())).toMatchObject({ host: HOST, consent: 'ask', fetchedAt: null, failure: null });
    expect(host.asked).toEqual([]);

    expect(await keys.fetch(source(), 'e')).toMatchObject({ ok: true, value: { consent: 'allowed' } });
    expect(keys.keyFor(source(), 'e')?.value).toContain('"kid":"a"');
    expect(arrivals).toEqual([['e']]);

    host.answers.set('/other', { body: setOf('b') });
    const tried = nextTry();
    expect(keys.keyFor(source(null, '/other'), 'e')).toBeNull();
    expect(await tried).toBe(HOST);
    expect(keys.keyFor(source(null, '/other'), 'e')?.value).toContain('"kid":"b"');
    expect(host.asked).toHaveLength(2);
  });

  it('everything is fetched where the setting says so', async () => {
    const made = await world();
    made.consent = 'always';
    made.host.answers.set(PATH, { body: setOf('a') });
    const keys = await made.open();
    const tried = made.nextTry();
    expect(keys.keyFor(source(), 'e')).toBeNull();
    expect(keys.keyFor(source(), 'f')).toBeNull();
    await tried;
    expect(made.arrivals).toEqual([['e', 'f']]);
    expect(made.host.asked).toHaveLength(1);
  });

  it('nothing is fetched at all where the setting says never, not even when asked', async () => {
    const made = await world();
    made.consent = 'never';
    const keys = await made.open();
    expect(await keys.fetch(source(), 'e')).toMatchObject({ failure: { code: 'key-not-fetched', cause: 'forbidden' } });
    expect(keys.keyFor(source(), 'e')).toBeNull();
    expect(keys.place(source()).consent).toBe('never');
    expect(made.host.asked).toEqual([]);
  });
});

describe('what was fetched', () => {
  it('is there after a restart, without a network', async () => {
    const { host, open } = await world();
    host.answers.set(PATH, { body: setOf('a') });
    const first = await open();
    await first.fetch(source(), 'e');
    await first.close();
    const offline = { ...host.network, resolve: () => Promise.reject(new Error('offline')) };
    const again = await open(offline);
    expect(again.keyFor(source('a'), 'e')?.value).toContain('"kid":"a"');
    expect(again.place(source())).toMatchObject({ consent: 'allowed', fetchedAt: 1_900_000_000_000 });
  });

  it('is fetched again when it is past its age, and used until then; an equal key moves nothing', async () => {
    const made = await world();
    const body = setOf('a');
    made.host.answers.set(PATH, { body });
    const keys = await made.open();
    await keys.fetch(source(), 'e');
    const held = keys.keyFor(source(), 'e');
    made.nowMs += HOUR - 1;
    expect(keys.keyFor(source(), 'e')).toBe(held);
    expect(made.host.asked).toHaveLength(1);
    made.nowMs += 1;
    const tried = made.nextTry();
    expect(keys.keyFor(source(), 'e')).toBe(held);
    await tried;
    expect(made.host.asked).toHaveLength(2);
    expect(keys.keyFor(source(), 'e')).toBe(held);
    expect(made.arrivals).toHaveLength(1);
  });

  it('is fetched again for a key id it lacks, at most once a minute', async () => {
    const made = await world();
    made.host.answers.set(PATH, { body: setOf('a') });
    const keys = await made.open();
    await keys.fetch(source(), 'e');
    for (let count = 0; count < 5; count++) keys.keyFor(source(`unknown-${count}`), 'e');
    expect(made.host.asked).toHaveLength(1);
    made.nowMs += MINUTE;
    made.host.answers.set(PATH, { body: setOf('a', 'b') });
    const tried = made.nextTry();
    for (let count = 0; count < 5; count++) keys.keyFor(source('b'), 'e');
    await tried;
    expect(made.host.asked).toHaveLength(2);
    expect(keys.keyFor(source('b'), 'e')?.value).toContain('"kid":"b"');
    expect(made.arrivals).toHaveLength(2);
    keys.keyFor(source('c'), 'e');
    expect(made.host.asked).toHaveLength(2);
  });
});

describe('a try that brings nothing', () => {
  it('says why, keeps what was there, and is not repeated for a minute', async () => {
    const made = await world();
    const keys = await made.open();
    expect(await keys.fetch(source(), 'e')).toMatchObject({
      failure: { code: 'key-not-fetched', host: HOST, cause: 'status', detail: '404' },
    });
    expect(keys.place(source()).failure).toMatchObject({ cause: 'status' });
    expect(keys.keyFor(source(), 'e')).toBeNull();
    expect(made.host.asked).toHaveLength(1);
    made.host.answers.set(PATH, { body: setOf('a') });
    made.nowMs += MINUTE;
    const tried = made.nextTry();
    keys.keyFor(source(), 'e');
    await tried;
    expect(keys.place(source())).toMatchObject({ failure: null, fetchedAt: made.nowMs });
    expect(made.arrivals).toEqual([['e']]);
  });

  it('costs no more than ten look-ups a minute, however many places requests name', async () => {
    const made = await world();
    made.consent = 'always';
    const keys = await made.open();
    for (let count = 0; count < 50; count++) {
      const tried = made.nextTry();
      keys.keyFor(source(null, `/${count}`), 'e');
      if (count < 10) await tried;
    }
    expect(made.host.asked).toHaveLength(10);
  });

  it('is no fetch where the disk cannot remember that it was wanted', async () => {
    const { host, store } = await world();
    const full = { value: store.value, putValue: async () => fail({ code: 'storage-full' } as const) };
    const keys = await openPublishedKeys({
      store: full,
      network: host.network,
      consent: () => 'ask',
      arrived: () => undefined,
      changed: () => undefined,
      onStorageFailure: () => undefined,
      onBug: () => undefined,
      now: () => 0,
    });
    expect(await keys.fetch(source(), 'e')).toMatchObject({ failure: { code: 'storage-full' } });
    expect(host.asked).toEqual([]);
  });
});

it('closes while a host is silent', async () => {
  const { host, open } = await world();
  const keys = await open({ ...host.network, resolve: () => new Promise(() => undefined) });
  const fetching = keys.fetch(source(), 'e');
  // The host is remembered first.
  await Promise.resolve();
  await keys.close();
  expect(await fetching).toMatchObject({ ok: false });
});
