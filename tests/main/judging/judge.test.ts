import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { newCatchAll } from '../../../src/core/endpoint.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { schemeById, schemes } from '../../../src/core/signature/registry.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { verdictWords } from '../../../src/core/signature/words.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { createJudge } from '../../../src/main/judging/judge.ts';
import type { OpenSecret, Secrets } from '../../../src/main/secrets/secrets.ts';
import { newCapture } from '../../support/captures.ts';
import { WHSEC } from '../../support/signing.ts';

const NOW = 1_750_000_000_000;
const endpoint = newCatchAll(0);

function judgeWith(...usable: readonly (Pick<OpenSecret, 'scheme' | 'value'> & Partial<OpenSecret>)[]) {
  const secrets: Pick<Secrets, 'forEndpoint'> = {
    forEndpoint: () => ({
      usable: usable.map((one, index) => ({ id: `s${index}`, label: '', validFrom: null, validUntil: null, ...one })),
      locked: false,
    }),
  };
  return createJudge({
    schemes: { all: schemes, byId: schemeById },
    // Judging asks for nothing else.
    secrets: secrets as Secrets,
    crypto: nodeCrypto,
    tunnelUrl: () => null,
    published: { keyFor: () => null },
  });
}

function signedBy(id: string, secret: string) {
  const scheme = schemeById(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  const capture = newCapture();
  const signed = sign(scheme, { ...capture, url: null }, secret, NOW, nodeCrypto);
  if (!signed.ok) throw new Error(signed.failure.code);
  return newCapture({ headers: signed.value.headers, receivedAt: NOW });
}

describe('judging a wire format that many brands share', () => {
  it('tries the common scheme, and of the brands only those that read or decode something else', () => {
    const { verdicts } = judgeWith({ scheme: null, value: WHSEC }).judge(signedBy('render', WHSEC), endpoint);
    expect(verdicts[0]).toMatchObject({ scheme: 'standard-webhooks', status: 'verified' });
    expect(verdicts.map(({ scheme }) => scheme)).toEqual([
      'standard-webhooks',
      'svix',
      'supabase-auth-hooks',
      'polar',
      'brex',
    ]);
  });

  it('finds a brand with a key of its own kind without being told', () => {
    const { verdicts } = judgeWith({ scheme: null, value: 'text!' }).judge(signedBy('polar', 'text!'), endpoint);
    expect(verdicts[0]).toMatchObject({ scheme: 'polar', status: 'verified' });
  });

  it('tells the brand by the secret the user keeps for it', () => {
    const polar = { scheme: 'polar', value: 'polar_whs_text' };
    const { verdicts } = judgeWith({ scheme: null, value: WHSEC }, polar).judge(
      signedBy('polar', polar.value),
      endpoint,
    );
    expect(verdicts[0]).toMatchObject({ scheme: 'polar', status: 'verified', secretId: 's1' });
    const explained = judgeWith(polar).explain(signedBy('polar', polar.value), endpoint, null);
    expect(explained.verdict).toMatchObject({ scheme: 'polar', status: 'verified' });
  });
});

describe('judging while secrets rotate', () => {
  const HOUR = 3_600_000;
  const old = { scheme: 'github', value: 'old', id: 'old' };
  const fresh = { scheme: 'github', value: 'new', id: 'new' };

  it('verifies with a secret that expired before the capture came, and warns by how much', () => {
    const judge = judgeWith({ ...old, validUntil: NOW - 3 * HOUR }, fresh);
    const [verdict] = judge.judge(signedBy('github', 'old'), endpoint).verdicts;
    const warned = { status: 'verified', secretId: 'old', warning: 'expired-secret', detail: '10800' };
    expect(verdict).toMatchObject(warned);
    expect(judge.explain(signedBy('github', 'old'), endpoint, null).verdict).toMatchObject(warned);
    expect(verdict && verdictWords(verdict, 'old').sentence).toBe(
      'Verified with the secret “old”, which expired 3 hours before.',
    );
  });

  it('judges by the moment the capture came, not by now', () => {
    const [verdict] = judgeWith({ ...old, validUntil: NOW + 1 }).judge(signedBy('github', 'old'), endpoint).verdicts;
    expect(verdict).toEqual({ status: 'verified', scheme: 'github', reason: null, detail: null, secretId: 'old' });
  });

  it('names the valid one of two secrets that match', () => {
    const judge = judgeWith({ ...old, validUntil: NOW }, { ...fresh, value: 'old' });
    const [verdict] = judge.judge(signedBy('github', 'old'), endpoint).verdicts;
    expect(verdict?.secretId).toBe('new');
    expect(verdict).not.toHaveProperty('warning');
  });

  it('warns of a secret that is used before its time', () => {
    const judge = judgeWith({ ...fresh, validFrom: NOW + 60_000 });
    const [verdict] = judge.judge(signedBy('github', 'new'), endpoint).verdicts;
    expect(verdict).toMatchObject({ status: 'verified', warning: 'early-secret', detail: '60' });
  });

  it('says nothing of an expired secret that does not match', () => {
    const judge = judgeWith({ ...old, validUntil: NOW - 1 });
    const [verdict] = judge.judge(signedBy('github', 'new'), endpoint).verdicts;
    expect(verdict).toMatchObject({ status: 'failed', reason: 'signature-mismatch', secretId: null });
    expect(verdict).not.toHaveProperty('warning');
  });
});

it('explaining says what an official library would judge otherwise', () => {
  const body = utf8Bytes('\ufeff{}');
  const scheme = schemeById('stripe');
  const signed = scheme && sign(scheme, { ...newCapture({ body }), url: null }, WHSEC, NOW, nodeCrypto);
  if (!signed?.ok) throw new Error('not signed');
  const capture = newCapture({ body, headers: signed.value.headers, receivedAt: NOW });
  const { verdict, sdkDifferences } = judgeWith({ scheme: 'stripe', value: WHSEC }).explain(capture, endpoint, null);
  expect(verdict.status).toBe('verified');
  expect(sdkDifferences).toEqual(['stripe 23.1.0 would reject this request: its body starts with a byte-order mark.']);
});

describe('judging what cannot be checked', () => {
  const judged = (headers: HeaderList, body = '') => {
    const capture = newCapture({ headers, body: utf8Bytes(body) });
    const judge = judgeWith({ scheme: null, value: 'x' });
    expect(judge.explain(capture, endpoint, null).verdict).toEqual(judge.judge(capture, endpoint).verdicts[0]);
    return judge.judge(capture, endpoint).verdicts;
  };

  it('says that the sender does not sign', () => {
    const verdicts = judged([['Content-Type', 'application/x-www-form-urlencoded']], 'seller_id=a');
    expect(verdicts).toEqual([
      { scheme: 'gumroad', status: 'unchecked', reason: 'unsigned-scheme', detail: null, secretId: null },
    ]);
  });

  it('says that how the sender signs is not known', () => {
    expect(judged([['Klarna-Signature', 'a']])[0]).toMatchObject({ scheme: 'klarna', reason: 'unresolved-scheme' });
  });
});
