import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { schemeById } from '../../../src/core/signature/registry.ts';
import type { Scheme } from '../../../src/core/signature/scheme.ts';
import { sdkDifferences } from '../../../src/core/signature/sdk-difference.ts';
import { verify } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { requestOf, secretsOf, type Vector, vectors } from '../../support/vectors.ts';

type Compared = Vector & { readonly sdk?: { readonly package: string; readonly agrees: boolean } | null };

// Our own fixtures; the shared type leaves out what only this test reads.
const compared = (vectors as readonly Compared[]).filter(({ sdk }) => sdk !== null && sdk !== undefined);

function known(id: string): Scheme {
  const scheme = schemeById(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  return scheme;
}

function differencesOf(vector: Vector): readonly string[] {
  const scheme = known(vector.scheme);
  const request = requestOf(vector);
  const verdict = verify(scheme, request, secretsOf(vector, scheme), vector.now * 1000, nodeCrypto);
  return sdkDifferences(scheme, request, verdict);
}

const disagreeing = compared.filter(({ sdk }) => sdk?.agrees === false);
const agreeing = compared.filter(({ sdk }) => sdk?.agrees === true);

describe('what official libraries judge otherwise', () => {
  it('there is something to hold it to', () => {
    expect(disagreeing.length).toBeGreaterThan(60);
    expect(agreeing.length).toBeGreaterThan(400);
  });

  it.each(disagreeing.map((vector) => [vector.id, vector] as const))('is said of %s', (_, vector) => {
    const differences = differencesOf(vector);
    const library = vector.sdk?.package.replace(/@([^@]*)$/, ' $1') ?? '';
    expect(differences.filter((sentence) => sentence.startsWith(`${library} `))).toHaveLength(1);
    expect(differences[0]).toMatch(vector.expect === 'pass' ? /would reject this request/ : /would accept this/);
  });

  it('is claimed of no request on which a library was seen to agree, but for what is said with a condition', () => {
    const claims = agreeing.flatMap((vector) => differencesOf(vector).map((sentence) => `${vector.id}: ${sentence}`));
    expect(claims.filter((claim) => !/ (unless|if) /.test(claim))).toEqual([]);
    expect(claims.length).toBeLessThan(10);
  });

  it('names the first cause in words', () => {
    const stripe = known('stripe');
    const request = {
      method: 'POST',
      target: '/',
      url: null,
      headers: [['Stripe-Signature', `t=1,v1=${'a'.repeat(64)}`]],
      body: utf8Bytes('\ufeff{}'),
    } as const;
    expect(sdkDifferences(stripe, request, { status: 'verified', reason: null })).toEqual([
      'stripe 23.1.0 would reject this request: its body starts with a byte-order mark.',
    ]);
    expect(sdkDifferences(stripe, request, { status: 'failed', reason: 'signature-mismatch' })).toEqual([]);
    expect(sdkDifferences(stripe, request, { status: 'failed', reason: 'future-timestamp' })).toEqual([
      'stripe 23.1.0 would accept this request: it only refuses timestamps that are too old.',
    ]);
  });

  it('takes JSON that is nested too deeply to be written as nothing to say of', () => {
    const body = utf8Bytes('['.repeat(200_000) + ']'.repeat(200_000));
    const request = { method: 'POST', target: '/', url: null, headers: [], body };
    expect(() => sdkDifferences(known('workos'), request, { status: 'verified', reason: null })).not.toThrow();
  });
});
