import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../../src/core/bytes.ts';
import { newKeyPair } from '../../../../src/core/signature/new-key-pair.ts';
import { schemeById, schemes } from '../../../../src/core/signature/registry.ts';
import { nodeCrypto } from '../../../../src/main/crypto/node-crypto.ts';
import { judge, post, signed } from '../../../support/signing.ts';

/** The known answer of Svix's own server (`test_asymmetric_key_signing`). */
const PRIVATE = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const PUBLIC = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';
const SIGNATURE = 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';
const at = 1_614_265_330_000;
const body = '{"test": 2432232314}';

describe('standard-webhooks-v1a', () => {
  const sent = (prefix: string, signature: string) =>
    post(
      [
        [`${prefix}-id`, 'msg_p5jXN8AQM9LWM0D4loKWxJek'],
        [`${prefix}-timestamp`, String(at / 1000)],
        [`${prefix}-signature`, signature],
      ],
      body,
    );

  it('verifies and makes the known answer, under both sets of header names', () => {
    for (const prefix of ['webhook', 'svix']) {
      for (const key of [PUBLIC, PRIVATE, PUBLIC.slice(5)]) {
        expect(judge('standard-webhooks-v1a', sent(prefix, `v1,AAAA ${SIGNATURE}`), [key], at).status).toBe('verified');
      }
      const again = signed('standard-webhooks-v1a', PRIVATE, sent(prefix, 'v1a,AAAA'), at);
      expect(again.headers).toContainEqual([`${prefix}-signature`, SIGNATURE]);
    }
  });

  it('counts no v1 signature, not even one made with the public key', () => {
    const content = utf8Bytes(`msg_p5jXN8AQM9LWM0D4loKWxJek.${at / 1000}.${body}`);
    const mac = Buffer.from(nodeCrypto.hmac('sha256', utf8Bytes(PUBLIC), [content])).toString('base64');
    expect(judge('standard-webhooks-v1a', sent('webhook', `v1,${mac}`), [PUBLIC], at).status).toBe('failed');
  });

  it('refuses a private key whose halves do not belong together', () => {
    const broken = PRIVATE.replace('LlX0dRqSKJp4', 'LlaaaaaaaaaA');
    expect(judge('standard-webhooks-v1a', sent('webhook', SIGNATURE), [broken], at).reason).toBe('invalid-secret');
  });
});

describe('newKeyPair', () => {
  const paired = schemes.filter(({ keyPair }) => keyPair !== undefined);

  it('makes for every scheme with key pairs one that signs, and whose public half verifies', () => {
    expect(paired.map(({ id }) => id)).toEqual(expect.arrayContaining(['sendgrid', 'wise', 'plaid', 'aws-sns', 'fal']));
    for (const scheme of paired) {
      const pair = newKeyPair(scheme, nodeCrypto);
      expect(nodeCrypto.readKeys(pair?.secret ?? '')[0]?.sign, scheme.id).not.toBeNull();
      expect(nodeCrypto.readKeys(pair?.publicKey ?? '')[0]?.sign, scheme.id).toBeNull();
    }
    const pair = newKeyPair(schemeById('wise') ?? never(), nodeCrypto);
    expect(judge('wise', signed('wise', pair?.secret ?? ''), [pair?.publicKey ?? '']).status).toBe('verified');
  });

  it('makes none where a secret is shared', () => {
    expect(newKeyPair(schemeById('github') ?? never(), nodeCrypto)).toBeNull();
  });
});

function never(): never {
  throw new Error('no such scheme');
}
