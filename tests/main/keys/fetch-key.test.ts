import { createPublicKey } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { explain } from '../../../src/core/failure-words.ts';
import type { KeySource } from '../../../src/core/signature/key-source.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { fetchKey } from '../../../src/main/keys/fetch-key.ts';
import { internet, type KeyNetwork } from '../../../src/main/keys/guarded-get.ts';
import { keyFixtures, startKeyHost } from '../../support/key-host.ts';

const NOW = Date.UTC(2030, 0, 1);
const SNS: KeySource = {
  url: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a.pem',
  host: /^sns\.[a-z0-9-]+\.amazonaws\.com$/,
  form: { kind: 'certificate', name: /^sns\.amazonaws\.com$/ },
  keyId: null,
};
const PAYPAL: KeySource = {
  url: 'https://api.paypal.com/v1/notifications/certs/CERT-1',
  host: 'api.paypal.com',
  form: { kind: 'certificate', name: /(^|\.)paypal\.com$/ },
  keyId: null,
};
const KEYS: KeySource = {
  url: 'https://www.googleapis.com/oauth2/v3/certs',
  host: 'www.googleapis.com',
  form: { kind: 'jwks' },
  keyId: null,
};

const fetched = (source: KeySource, network: KeyNetwork, nowMs = NOW) =>
  fetchKey(source, { network, nowMs, signal: AbortSignal.timeout(20_000) });

async function causeOf(source: KeySource, network: KeyNetwork, nowMs = NOW): Promise<string> {
  const result = await fetched(source, network, nowMs);
  if (result.ok) throw new Error('a key was fetched');
  if (result.failure.code !== 'key-not-fetched') throw new Error(result.failure.code);
  expect(explain(result.failure).title).toContain(result.failure.host);
  return result.failure.cause;
}

const pathOf = ({ url }: KeySource) => new URL(url).pathname;

function jwkOf(kid: string) {
  const { publicKey } = nodeCrypto.newKeyPair('p256');
  return { ...createPublicKey(publicKey).export({ format: 'jwk' }), kid, x5c: ['a'.repeat(3000)] };
}

describe('a key set', () => {
  it('is fetched from the provider’s host, without what no verdict needs', async () => {
    const { network, answers, asked } = await startKeyHost();
    const keys = [jwkOf('a'), { ...jwkOf('b'), use: 'enc' }, jwkOf('c')];
    answers.set(pathOf(KEYS), { body: JSON.stringify({ keys }) });
    const result = await fetched(KEYS, network);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    expect(result.value.keyIds).toEqual(['a', 'c']);
    expect(result.value.text).not.toContain('x5c');
    expect(asked).toEqual(['www.googleapis.com /oauth2/v3/certs']);
  });

  it('is kept as long as the host says, from an hour to a day', async () => {
    const { network, answers } = await startKeyHost();
    const body = JSON.stringify({ keys: [jwkOf('a')] });
    for (const [control, hours] of [
      [undefined, 1],
      ['no-store', 1],
      ['public, max-age=60', 1],
      ['public, max-age=19800, must-revalidate', 5.5],
      ['max-age=999999999', 24],
      ['s-maxage=9000', 1],
    ] as const) {
      answers.set(pathOf(KEYS), { body, headers: control === undefined ? {} : { 'Cache-Control': control } });
      expect(await fetched(KEYS, network), String(control)).toMatchObject({ value: { maxAgeMs: hours * 3_600_000 } });
    }
  });

  it('has to hold a key', async () => {
    const { network, answers } = await startKeyHost();
    for (const body of ['', '{}', '[]', '{"keys":[]}', '{"keys":[{"kty":"oct","k":"AAAA"}]}', '<html>', '\xff']) {
      answers.set(pathOf(KEYS), { body: Buffer.from(body, 'latin1') });
      expect(await causeOf(KEYS, network), body).toBe('no-key');
    }
    answers.set(pathOf(KEYS), { body: '{}', headers: { 'Content-Encoding': 'gzip' } });
    expect(await causeOf(KEYS, network)).toBe('no-key');
  });
});

describe('a certificate', () => {
  it('is the provider’s by its name and its dates', async () => {
    const { network, answers } = await startKeyHost();
    answers.set(pathOf(SNS), { body: keyFixtures.sns });
    const result = await fetched(SNS, network);
    expect(result).toMatchObject({ ok: true, value: { text: keyFixtures.sns, keyIds: [] } });
    expect(await causeOf(SNS, network, Date.UTC(2020, 0, 1))).toBe('certificate-dates');
    expect(await causeOf(SNS, network, Date.UTC(2200, 0, 1))).toBe('certificate-dates');
    answers.set(pathOf(SNS), { body: keyFixtures.paypalChain });
    expect(await causeOf(SNS, network)).toBe('certificate-name');
  });

  it('counts alone of those that come with it, which have to lead to a root', async () => {
    const { network, answers } = await startKeyHost();
    answers.set(pathOf(PAYPAL), { body: keyFixtures.paypalChain });
    const result = await fetched(PAYPAL, network);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    expect(keyFixtures.paypalChain.startsWith(result.value.text)).toBe(true);
    expect(nodeCrypto.readKeys(result.value.text)).toHaveLength(1);
    answers.set(pathOf(PAYPAL), { body: keyFixtures.paypalWrongChain });
    expect(await causeOf(PAYPAL, network)).toBe('certificate-chain');
    const leaf = result.value.text;
    answers.set(pathOf(PAYPAL), { body: leaf + keyFixtures.sns });
    expect(await causeOf(PAYPAL, network)).toBe('certificate-chain');
  });

  it('of a map by key ids is left out when it is out of date', async () => {
    const { network, answers } = await startKeyHost();
    const source: KeySource = { ...KEYS, form: { kind: 'certificates' } };
    answers.set(pathOf(KEYS), { body: JSON.stringify({ one: keyFixtures.sns, two: 'no certificate', three: 3 }) });
    expect(await fetched(source, network)).toMatchObject({ value: { keyIds: ['one'] } });
    expect(await causeOf(source, network, Date.UTC(2200, 0, 1))).toBe('certificate-dates');
    answers.set(pathOf(KEYS), { body: 'null' });
    expect(await causeOf(source, network)).toBe('no-key');
  });
});

it('finds a public key at a path of JSON', async () => {
  const { network, answers } = await startKeyHost();
  const source: KeySource = { ...KEYS, form: { kind: 'json', path: 'config.key' } };
  const { publicKey } = nodeCrypto.newKeyPair('rsa');
  answers.set(pathOf(KEYS), { body: JSON.stringify({ config: { key: publicKey } }) });
  expect(await fetched(source, network)).toMatchObject({ ok: true, value: { text: publicKey } });
  answers.set(pathOf(KEYS), { body: JSON.stringify({ config: {} }) });
  expect(await causeOf(source, network)).toBe('no-key');
});

describe('the way there', () => {
  it('leads to no other host, port or protocol, whatever the URL looked like', async () => {
    const { network, asked } = await startKeyHost();
    for (const url of [
      'https://evil.example/x.pem',
      'https://sns.eu-west-1.amazonaws.com@evil.example/x.pem',
      'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
      'http://sns.eu-west-1.amazonaws.com/x.pem',
      'https://a:b@sns.eu-west-1.amazonaws.com/x.pem',
    ]) {
      expect(await causeOf({ ...SNS, url }, network), url).toBe('foreign-host');
    }
    expect(asked).toEqual([]);
  });

  it('leads to no address of this machine or its network', async () => {
    const { network, asked } = await startKeyHost();
    const { mayDial } = internet;
    expect(await causeOf(SNS, { ...network, mayDial })).toBe('private-address');
    const resolve: KeyNetwork['resolve'] = async () => [
      { address: '52.94.236.248', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];
    expect(await causeOf(SNS, { ...network, mayDial, resolve })).toBe('private-address');
    expect(asked).toEqual([]);
  });

  it('is not redirected', async () => {
    const { network, answers, asked } = await startKeyHost();
    answers.set(pathOf(SNS), { status: 302, headers: { Location: 'https://api.paypal.com/x' }, body: keyFixtures.sns });
    expect(await causeOf(SNS, network)).toBe('status');
    expect(asked).toHaveLength(1);
  });

  it('ends at 256 KiB', async () => {
    const { network, answers } = await startKeyHost();
    answers.set(pathOf(SNS), { body: keyFixtures.sns + ' '.repeat(256 * 1024) });
    expect(await causeOf(SNS, network)).toBe('too-large');
  });

  it('needs a certificate of the host that Node trusts', async () => {
    const { network, asked } = await startKeyHost();
    const { ca: _, ...strangers } = network;
    expect(await causeOf(SNS, strangers)).toBe('tls');
    expect(await causeOf({ ...SNS, url: SNS.url.replace('eu-west-1', 'us-east-1') }, network)).toBe('tls');
    expect(asked).toEqual([]);
  });

  it('is given up when nobody answers, and when there is no network', async () => {
    const { network } = await startKeyHost();
    const silent = createServer(() => undefined);
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void silent.close());
    // A TCP server on a port has an address of that kind.
    const { port } = silent.address() as AddressInfo;
    expect(await causeOf(SNS, { ...network, port, timeoutMs: 100 })).toBe('timeout');
    const offline: KeyNetwork['resolve'] = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    };
    expect(await causeOf(SNS, { ...network, resolve: offline })).toBe('name-not-found');
    const stuck: KeyNetwork['resolve'] = () => new Promise(() => undefined);
    expect(await causeOf(SNS, { ...network, resolve: stuck, timeoutMs: 100 })).toBe('timeout');
  });
});
