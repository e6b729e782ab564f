import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes, utf8Bytes } from '../../../../src/core/bytes.ts';
import { firstHeader, sameHeaderName } from '../../../../src/core/http/headers.ts';
import { codeSchemes } from '../../../../src/core/signature/catalogue/code.ts';
import { detect } from '../../../../src/core/signature/detect.ts';
import type { Scheme } from '../../../../src/core/signature/scheme.ts';
import { sign } from '../../../../src/core/signature/sign.ts';
import { explainVerdict, type SignedRequest, verify } from '../../../../src/core/signature/verify.ts';
import { verdictWords } from '../../../../src/core/signature/words.ts';
import { nodeCrypto } from '../../../../src/main/crypto/node-crypto.ts';
import { codeSamples } from '../../../support/code-samples.ts';

const NOW = 1_760_000_000_000;

it('has a sample for every scheme in code', () => {
  expect(Object.keys(codeSamples).sort()).toEqual(codeSchemes.map(({ id }) => id).sort());
});

const all = codeSchemes.map((scheme) => [scheme.id, scheme, codeSamples[scheme.id]] as const);

function signed(scheme: Scheme, request: SignedRequest, secret: string, nowMs = NOW): SignedRequest {
  const result = sign(scheme, request, secret, nowMs, nodeCrypto);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  const { url, headers, body } = result.value;
  const target = url === null ? request.target : url.replace(/^https:\/\/[^/?#]*/, '');
  return { ...request, url, target, headers, body };
}

function judge(scheme: Scheme, request: SignedRequest, secret: string, nowMs = NOW) {
  const secrets = [{ id: 'one', value: secret }];
  const verdict = verify(scheme, request, secrets, nowMs, nodeCrypto);
  expect(explainVerdict(scheme, request, secrets, nowMs, nodeCrypto).verdict).toEqual(verdict);
  return verdict;
}

describe.each(all)('%s', (_, scheme, sample) => {
  if (sample === undefined) throw new Error(`no sample of ${scheme.id}`);
  const { secret, publicSecret, otherSecret, request } = sample;
  const verifying = publicSecret ?? secret;

  it('verifies what it signed, with the public half too, and names the scheme', () => {
    const sent = signed(scheme, request, secret);
    expect(judge(scheme, sent, secret)).toMatchObject({ status: 'verified', reason: null, secretId: 'one' });
    expect(judge(scheme, sent, verifying).status).toBe('verified');
    const candidates = detect(sent).map(({ id }) => id);
    expect(candidates).toContain(scheme.id);
  });

  it('verifies what it signed again over an old signature', () => {
    const later = NOW + 3_600_000;
    const again = signed(scheme, signed(scheme, request, secret), secret, later);
    expect(judge(scheme, again, verifying, later)).toMatchObject({ status: 'verified' });
  });

  it('verifies what it signed at any time, and over any body it signs whole', () => {
    const bodies = sample.coversBody ? fc.uint8Array({ maxLength: 200 }) : fc.constant(request.body);
    const clock = fc.integer({ min: 0, max: 4_000_000_000_000 });
    fc.assert(
      fc.property(bodies, clock, (body, nowMs) => {
        const sent = signed(scheme, { ...request, body }, secret, nowMs);
        expect(judge(scheme, sent, verifying, nowMs)).toMatchObject({ status: 'verified', reason: null });
      }),
      { numRuns: publicSecret === null ? 30 : 10 },
    );
  });

  it('does not verify with another key', () => {
    expect(judge(scheme, signed(scheme, request, secret), otherSecret)).toMatchObject({ status: 'failed' });
  });

  it('does not verify a changed body or URL that it covers', () => {
    const sent = signed(scheme, request, secret);
    if (sample.coversBody) {
      fc.assert(
        fc.property(fc.nat(sent.body.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
          const body = sent.body.slice();
          body[at] = (body[at] ?? 0) ^ flip;
          expect(judge(scheme, { ...sent, body }, verifying).status).toBe('failed');
        }),
        { numRuns: 20 },
      );
      expect(judge(scheme, { ...sent, body: new Uint8Array(0) }, verifying).status).toBe('failed');
    }
    if (sample.coversUrl) {
      const changed = { ...sent, url: sent.url?.replace('hooks.', 'other.') ?? null };
      const more = { ...sent, url: `${sent.url}&more=1`, target: `${sent.target}&more=1` };
      if (scheme.info.signsUrl) expect(judge(scheme, changed, verifying).status).toBe('failed');
      expect(judge(scheme, more, verifying).status).toBe('failed');
      if (scheme.info.signsUrl && scheme.id !== 'rfc9421') {
        expect(judge(scheme, { ...sent, url: null }, verifying)).toMatchObject({
          status: 'unchecked',
          reason: 'no-public-url',
        });
      }
    }
  });

  it('does not verify a changed signature, and says nothing for certain without a secret', () => {
    const sent = signed(scheme, request, secret);
    const [name = ''] = scheme.mechanism.signatureHeaders;
    const value = firstHeader(sent.headers, name) ?? '';
    // eBay's header also holds the id of the key, which is not signed.
    if (value !== '' && scheme.id !== 'ebay') {
      fc.assert(
        fc.property(fc.nat(value.length - 1), fc.constantFrom('A', 'z', '0', '.', ' ', '=', '"'), (at, other) => {
          const old = value.charAt(at);
          if (old.toLowerCase() === other.toLowerCase()) return;
          const changed = value.slice(0, at) + other + value.slice(at + 1);
          const headers = sent.headers.map((header) =>
            sameHeaderName(header[0], name) ? ([header[0], changed] as const) : header,
          );
          expect(judge(scheme, { ...sent, headers }, verifying).status, changed).toBe('failed');
        }),
        { numRuns: 40 },
      );
      const without = sent.headers.filter((header) => !sameHeaderName(header[0], name));
      expect(judge(scheme, { ...sent, headers: without }, verifying)).toMatchObject({ reason: 'missing-signature' });
    }
    const verdict = verify(scheme, sent, [], NOW, nodeCrypto);
    expect(verdict.status).toBe('unchecked');
    expect(verdict.reason).toMatch(/^(no-secret|key-unavailable)$/);
  });

  it('refuses secrets that are none, and public keys for signing', () => {
    const sent = signed(scheme, request, secret);
    expect(judge(scheme, sent, '')).toMatchObject({ status: 'failed', reason: 'invalid-secret' });
    expect(judge(scheme, sent, 'x'.repeat(65 * 1024))).toMatchObject({ status: 'failed', reason: 'invalid-secret' });
    if (publicSecret !== null) {
      expect(sign(scheme, request, publicSecret, NOW, nodeCrypto)).toMatchObject({
        ok: false,
        failure: { code: 'secret-invalid' },
      });
      // A scheme of shared secrets too takes any text for one.
      if (scheme.id !== 'fusionauth' && scheme.id !== 'rfc9421') {
        expect(judge(scheme, sent, 'no key')).toMatchObject({ status: 'failed', reason: 'invalid-secret' });
      }
    }
  });

  it('judges mutations of a signed request without ever throwing', () => {
    const sent = signed(scheme, request, secret);
    fc.assert(
      fc.property(mutations(sent), (mutated) => {
        const verdict = judge(scheme, mutated, verifying);
        expect(verdictWords(verdict).label).not.toBe('');
        sign(scheme, mutated, secret, NOW, nodeCrypto);
      }),
      { numRuns: 60 },
    );
  });
});

/** A signed request with a piece of a header or of the body replaced by anything. */
function mutations(sent: SignedRequest): fc.Arbitrary<SignedRequest> {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '',
      '.',
      '..',
      '{',
      '}',
      '[]',
      '"',
      '&',
      '=',
      '%',
      ',',
      ';',
      '(',
      ')',
      ':',
      'eyJ',
      '\u00ff',
      'null',
    ),
    fc.json({ maxDepth: 2 }),
  );
  const splice = (text: string) =>
    fc
      .tuple(fc.nat(text.length), fc.nat(30), piece)
      .map(([at, length, put]) => text.slice(0, at) + put + text.slice(at + length));
  const body = Array.from(sent.body, (byte) => String.fromCharCode(byte)).join('');
  const mutatedBody = splice(body).map((text) => ({ ...sent, body: latin1Bytes(text) }));
  const mutatedUrl = splice(sent.url ?? '').map((url) => ({ ...sent, url, target: url }));
  const mutatedHeader = fc.nat(Math.max(sent.headers.length - 1, 0)).chain((at) =>
    splice(sent.headers[at]?.[1] ?? '').map((value) => ({
      ...sent,
      headers: sent.headers.map(([name, old], index) => [name, index === at ? value : old] as const),
    })),
  );
  const doubled = fc.nat(Math.max(sent.headers.length - 1, 0)).map((at) => {
    const [name = 'x', value = ''] = sent.headers[at] ?? [];
    return { ...sent, headers: [...sent.headers, [name, `${value} `] as const] };
  });
  return fc.oneof(mutatedBody, mutatedUrl, mutatedHeader, doubled);
}

describe('hostile requests', () => {
  it('are judged in time linear in a long value', () => {
    const length = 64 * 1024;
    const fill = (text: string) => text.repeat(Math.ceil(length / text.length));
    const values = ['a', '.', ',', '&', '=', '|', '(', '"a" ', ';a=1', 'sig=:', ':', '[', '{"a":', ' ', '%41', 'é'].map(
      fill,
    );
    for (const value of values) {
      for (const scheme of codeSchemes) {
        const headers = scheme.info.headers.map((name) => [name, value] as const);
        const secret = codeSamples[scheme.id]?.secret ?? '';
        const body = utf8Bytes(value);
        const url = `https://example.com/${value}?${value}`;
        const hostile = { method: 'POST', target: `/${value}?${value}`, url, headers, body };
        expect(verify(scheme, hostile, [{ id: 's', value: secret }], NOW, nodeCrypto).status).not.toBe('verified');
        sign(scheme, hostile, secret, NOW, nodeCrypto);
      }
    }
  });
});
