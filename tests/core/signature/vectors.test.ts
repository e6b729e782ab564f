import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/core/signature/detect.ts';
import { schemeById, schemes } from '../../../src/core/signature/registry.ts';
import { explainVerdict, verify } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { requestOf, secretsOf, type Vector, vectors } from '../../support/vectors.ts';

/** Brands that share one wire format with another scheme; nothing in their requests tells them apart. */
const brands = new Set(['openai', 'replicate', 'resend', 'supabase-auth-hooks', 'polar', 'dodopayments', 'liveblocks']);
const isShared = ({ id, scheme }: Vector) => brands.has(scheme) || id === 'svix/pass-unbranded-headers';

const tested = schemes.map(({ id }) => id).filter((id) => vectors.some(({ scheme }) => scheme === id));

it('has a scheme for every vector', () => {
  expect(vectors.filter(({ scheme }) => !tested.includes(scheme))).toEqual([]);
});

describe.each(tested)('%s', (id) => {
  const own = vectors.filter((vector) => vector.scheme === id);

  it.each(own.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const scheme = schemeById(vector.scheme);
    if (scheme === undefined) throw new Error(`no scheme ${vector.scheme}`);
    const request = requestOf(vector);
    const nowMs = vector.now * 1000;
    const verdict = verify(scheme, request, secretsOf(vector, scheme), nowMs, nodeCrypto);
    expect(verdict.status, `${vector.reason}: ${verdict.reason}`).toBe(
      vector.expect === 'pass' ? 'verified' : 'failed',
    );
    const explained = explainVerdict(scheme, request, secretsOf(vector, scheme), nowMs, nodeCrypto);
    expect(explained.verdict).toEqual(verdict);
  });

  it.each(own.filter((vector) => vector.expect === 'pass').map((vector) => [vector.id, vector] as const))(
    'is detected in %s',
    (_, vector) => {
      const candidates = detect(requestOf(vector)).map((scheme) => scheme.id);
      if (isShared(vector)) expect(candidates).toContain(id);
      else expect(candidates[0]).toBe(id);
    },
  );
});
