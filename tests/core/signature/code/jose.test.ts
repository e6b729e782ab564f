import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { CompactSign, compactVerify, createLocalJWKSet, type JWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { latin1Text, utf8Bytes } from '../../../../src/core/bytes.ts';
import { codeSchemes } from '../../../../src/core/signature/catalogue/code.ts';
import type { KeyKind } from '../../../../src/core/signature/crypto-port.ts';
import { identifiedSecret } from '../../../../src/core/signature/identified-secret.ts';
import type { JwsAlgorithm } from '../../../../src/core/signature/jws.ts';
import { publicHalfOf } from '../../../../src/core/signature/new-key-pair.ts';
import type { SignedRequest } from '../../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../../src/main/crypto/node-crypto.ts';
import { codeSamples } from '../../../support/code-samples.ts';
import { judge, NOW, scheme, signed } from '../../../support/signing.ts';

/** jose as an independent judge of our own reader and writer of tokens (`jws.ts`), in both directions. */

const IDENTIFIER = /^[^\s{}-][^\s{}]{0,500}$/;
const TOKEN = /^(?:\w+ )?([\w-]+\.[\w-]+\.[\w-]+)$/;

/** The token of a signed request, and the same request with another one in its place. */
function tokenOf(request: SignedRequest): { token: string; replaced: (token: string) => SignedRequest } | null {
  const header = request.headers.findLast(([, value]) => TOKEN.test(value));
  if (header !== undefined) {
    const token = TOKEN.exec(header[1])?.[1] ?? '';
    const replaced = (next: string): SignedRequest => ({
      ...request,
      headers: request.headers.map((each) => (each === header ? [each[0], each[1].replace(token, next)] : each)),
    });
    return { token, replaced };
  }
  const text = latin1Text(request.body);
  return TOKEN.test(text) ? { token: text, replaced: (next) => ({ ...request, body: utf8Bytes(next) }) } : null;
}

/** What jose verifies and signs with, of a secret as samples have them. */
function verifyingKey(secret: string, isShared: boolean): KeyObject {
  const { secret: key } = identifiedSecret(secret, IDENTIFIER);
  return isShared ? createSecretKey(utf8Bytes(key)) : createPublicKey(key);
}

function signingKey(secret: string, isShared: boolean): KeyObject {
  return isShared ? verifyingKey(secret, true) : createPrivateKey(identifiedSecret(secret, IDENTIFIER).secret);
}

const tokens = codeSchemes.flatMap(({ id }) => {
  const sample = codeSamples[id];
  const request = sample === undefined ? null : signed(id, sample.secret, sample.request);
  const found = request === null ? null : tokenOf(request);
  return sample === undefined || found === null ? [] : [[id, sample, found] as const];
});

it('covers every scheme that signs with tokens', () => {
  expect(tokens.map(([id]) => id).sort()).toEqual([
    'fusionauth',
    'google-chat',
    'google-pubsub',
    'jira-connect',
    'kinde',
    'livekit',
    'messagebird',
    'monday',
    'netlify',
    'plaid',
    'upstash-qstash',
    'vonage-jwt',
  ]);
});

describe.each(tokens)('%s', (id, { secret, publicSecret, otherSecret }, { token, replaced }) => {
  const isShared = publicSecret === null;
  const keys = { sign: signingKey(secret, isShared), verify: verifyingKey(secret, isShared) };
  const verifying = publicSecret ?? secret;

  it('writes tokens that jose verifies', async () => {
    const { payload, protectedHeader } = await jwtVerify(token, keys.verify, { currentDate: new Date(NOW) });
    expect(protectedHeader.alg).toMatch(/^(HS256|RS256|ES256)$/);
    expect(payload.iat).toBe(NOW / 1000);
    await expect(jwtVerify(token, verifyingKey(otherSecret, isShared))).rejects.toThrow('signature');
  });

  it('reads tokens that jose signs, and refuses them under another algorithm', async () => {
    const { payload, protectedHeader } = await compactVerify(token, keys.verify);
    const again = await new CompactSign(payload).setProtectedHeader({ ...protectedHeader, kid: 'k' }).sign(keys.sign);
    expect(judge(id, replaced(again), [verifying])).toMatchObject({ status: 'verified', reason: null });
    expect(judge(id, replaced(again), [otherSecret]).status).toBe('failed');
    // These two take tokens of several algorithms.
    if (id === 'fusionauth' || id === 'messagebird') return;
    const alg = isShared ? 'HS512' : protectedHeader.alg === 'RS256' ? 'PS256' : null;
    if (alg === null) return;
    const wrong = await new CompactSign(payload).setProtectedHeader({ alg }).sign(keys.sign);
    expect(judge(id, replaced(wrong), [verifying])).toMatchObject({ status: 'failed', reason: 'unknown-version' });
  });
});

describe('every algorithm', () => {
  const algorithms: readonly (readonly [JwsAlgorithm, KeyKind | null])[] = [
    ['HS256', null],
    ['HS384', null],
    ['HS512', null],
    ['RS256', 'rsa'],
    ['RS384', 'rsa'],
    ['RS512', 'rsa'],
    ['ES256', 'p256'],
    ['ES384', 'p384'],
    ['ES512', 'p521'],
    ['EdDSA', 'ed25519'],
  ];
  const sample = codeSamples.fusionauth;
  if (sample === undefined) throw new Error('no sample');

  it.each(algorithms)('%s is read as jose writes it', async (alg, kind) => {
    const text = kind === null ? 'a shared secret' : nodeCrypto.newKeyPair(kind).secret;
    const sent = signed('fusionauth', sample.secret, sample.request);
    const found = tokenOf(sent);
    if (found === null) throw new Error('no token');
    const claims = Buffer.from(found.token.split('.')[1] ?? '', 'base64url');
    const token = await new CompactSign(claims)
      .setProtectedHeader({ alg })
      .sign(kind === null ? createSecretKey(utf8Bytes(text)) : createPrivateKey(text));
    expect(judge('fusionauth', found.replaced(token), [text]).status).toBe('verified');
    const [head, payload, signature = ''] = token.split('.');
    const flipped = `${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect(judge('fusionauth', found.replaced(flipped), [text]).status).toBe('failed');
  });
});

it('shows a key set with which jose verifies what is forged', async () => {
  for (const id of ['plaid', 'kinde', 'google-pubsub']) {
    const sample = codeSamples[id];
    if (sample === undefined) throw new Error('no sample');
    const half = publicHalfOf(sample.secret, scheme(id), nodeCrypto);
    if (!half.ok) throw new Error(half.failure);
    const text = half.value.forms.find(({ form }) => form === 'jwks')?.text ?? '';
    const set: { keys: JWK[] } = JSON.parse(text);
    const found = tokenOf(signed(id, sample.secret, sample.request));
    const verified = await jwtVerify(found?.token ?? '', createLocalJWKSet(set), { currentDate: new Date(NOW) });
    expect(verified.payload.iat, id).toBe(NOW / 1000);
  }
});
