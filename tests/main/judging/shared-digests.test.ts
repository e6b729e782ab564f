import { describe, expect, it } from 'vitest';
import { hexOf, utf8Bytes } from '../../../src/core/bytes.ts';
import { newCatchAll } from '../../../src/core/endpoint.ts';
import { schemeById, schemes } from '../../../src/core/signature/registry.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { createJudge } from '../../../src/main/judging/judge.ts';
import { sharedDigests } from '../../../src/main/judging/shared-digests.ts';
import type { Secrets } from '../../../src/main/secrets/secrets.ts';
import { newCapture } from '../../support/captures.ts';
import { WHSEC } from '../../support/signing.ts';

const NOW = 1_750_000_000_000;

function counted() {
  const asked: string[] = [];
  const crypto = {
    ...nodeCrypto,
    hmac(...[name, key, parts]: Parameters<typeof nodeCrypto.hmac>) {
      asked.push([name, ...[key, ...parts].map(hexOf)].join());
      return nodeCrypto.hmac(name, key, parts);
    },
  };
  return { crypto, asked };
}

describe('HMACs shared within one judging', () => {
  it('computes none twice, whichever brands a request fits', () => {
    const { crypto, asked } = counted();
    const usable = [{ id: 's', scheme: null, label: '', validFrom: null, validUntil: null, value: WHSEC }];
    const judge = createJudge({
      schemes: { all: schemes, byId: schemeById },
      // Judging asks for nothing else.
      secrets: { forEndpoint: () => ({ usable, locked: false }) } as unknown as Secrets,
      crypto,
      tunnelUrl: () => null,
      published: { keyFor: () => null },
    });
    const scheme = schemeById('standard-webhooks');
    if (scheme === undefined) throw new Error('no scheme');
    const signed = sign(scheme, { ...newCapture(), url: null }, WHSEC, NOW, nodeCrypto);
    if (!signed.ok) throw new Error(signed.failure.code);
    const capture = newCapture({ headers: signed.value.headers, receivedAt: NOW });
    const { verdicts } = judge.judge(capture, newCatchAll(0));
    expect(verdicts.filter(({ status }) => status === 'verified').length).toBeGreaterThan(1);
    expect(asked.length).toBe(new Set(asked).size);
    // And nothing of it is remembered for the next capture.
    judge.judge(capture, newCatchAll(0));
    expect(asked.length).toBe(2 * new Set(asked).size);
  });

  it('gives what each would be alone', () => {
    const { crypto, during } = sharedDigests(nodeCrypto);
    const [a, b] = [utf8Bytes('a'), utf8Bytes('b')];
    const long = [new Uint8Array(1000).fill(1), new Uint8Array(1000).fill(2)];
    const all = [
      ['sha256', a, [a, b]],
      ['sha256', b, [a, b]],
      ['sha1', a, [a, b]],
      ['sha256', a, [a]],
      ['sha256', a, [utf8Bytes('ab')]],
      ...long.map((body) => ['sha256', a, [body]] as const),
    ] as const;
    during(() => {
      for (const [name, key, parts] of [...all, ...all]) {
        expect(hexOf(crypto.hmac(name, key, parts))).toBe(hexOf(nodeCrypto.hmac(name, key, parts)));
      }
    });
  });
});
