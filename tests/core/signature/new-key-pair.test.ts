import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newKeyPair, publicHalfOf } from '../../../src/core/signature/new-key-pair.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import type { Scheme } from '../../../src/core/signature/scheme.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { codeSamples } from '../../support/code-samples.ts';
import { judge, post, scheme, signed } from '../../support/signing.ts';

const paired = schemes.filter(({ keyPair }) => keyPair !== undefined);

function halfOf(secret: string, of: Scheme) {
  const half = publicHalfOf(secret, of, nodeCrypto);
  if (!half.ok) throw new Error(half.failure);
  return half.value.forms;
}

it('offers a key pair wherever only public keys verify', () => {
  const ids = paired.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(['discord', 'telnyx', 'aws-sns', 'paypal', 'plaid', 'standard-webhooks-v1a']),
  );
  expect(ids).not.toContain('github');
  for (const { keyPair, info } of paired) expect(info.keyPair?.kind).toBe(keyPair);
});

describe.each(paired.map((one) => [one.id, one] as const))('%s', (id, one) => {
  const identifier = one.info.keyPair?.identifier?.required === true ? 'WHTEST1' : null;
  const pair = newKeyPair(one, nodeCrypto, identifier);
  if (pair === null) throw new Error('no pair');
  const sent = signed(id, pair.secret, codeSamples[id]?.request ?? post());

  it('is forged with the private half and verified with what the provider’s page would show of the public one', () => {
    expect(judge(id, sent, [pair.secret]).status).toBe('verified');
    const [shown] = halfOf(pair.secret, one);
    const before = identifier === null ? '' : `${identifier}\n`;
    expect(judge(id, sent, [`${before}${shown?.text}`]).status).toBe('verified');
  });

  it('shows the same public key in every form, and never the private one', () => {
    const forms = halfOf(pair.secret, one);
    expect(new Set(forms.map(({ form }) => form)).size).toBe(forms.length);
    expect(halfOf(forms[0]?.text ?? '', one)).toEqual(forms);
    const pem = forms.find(({ form }) => form === 'pem')?.text ?? '';
    expect(pem).toBe(pair.publicKey);
    const key = createPublicKey(pem);
    const jwk = JSON.parse(forms.find(({ form }) => form === 'jwk')?.text ?? '');
    expect(jwk.d).toBeUndefined();
    expect(createPublicKey({ key: jwk, format: 'jwk' }).equals(key)).toBe(true);
    const base64 = forms.find(({ form }) => form === 'base64')?.text ?? '';
    const der = key.export({ format: 'der', type: 'spki' });
    expect(base64).toBe((one.keyPair === 'ed25519' ? der.subarray(-32) : der).toString('base64'));
    for (const { text } of forms) expect(text).not.toMatch(/PRIVATE|seed:/);
  });
});

it('shows the public key that was stored, and says when there is none', () => {
  const discord = scheme('discord');
  const pair = newKeyPair(discord, nodeCrypto);
  const hex = halfOf(pair?.secret ?? '', discord)[0];
  expect(hex).toMatchObject({ form: 'hex', text: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(halfOf(hex?.text ?? '', discord)[0]).toEqual(hex);
  for (const nothing of ['', 'seed:', 'not a key', 'seed:00']) {
    expect(publicHalfOf(nothing, discord, nodeCrypto).ok, nothing).toBe(false);
    expect(publicHalfOf(nothing, scheme('wise'), nodeCrypto).ok, nothing).toBe(false);
  }
});
