import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Of, hexOf, latin1Text, utf8Bytes } from '../../../src/core/bytes.ts';
import { firstHeader, type HeaderList, sameHeaderName } from '../../../src/core/http/headers.ts';
import { detect } from '../../../src/core/signature/detect.ts';
import { eventOf } from '../../../src/core/signature/metadata.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import type { Scheme } from '../../../src/core/signature/scheme.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { explainVerdict, type SignedRequest, verify } from '../../../src/core/signature/verify.ts';
import { verdictWords } from '../../../src/core/signature/words.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';

const all = schemes.map((scheme) => [scheme.id, scheme] as const);

const keyBytes = fc.uint8Array({ minLength: 1, maxLength: 80 }).filter((bytes) => bytes.some((byte) => byte !== 0));
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }).filter((value) => /[^\0]/.test(value));
const headerText = fc.stringMatching(/^[!-~\u00a1-\u00ff]([ -~]{0,60}[!-~])?$/);

/** A secret as the scheme wants it pasted. */
function secretFor(id: string): fc.Arbitrary<string> {
  if (id === 'standard-webhooks' || id === 'svix') {
    return fc.tuple(keyBytes, fc.boolean()).map(([bytes, prefixed]) => `${prefixed ? 'whsec_' : ''}${base64Of(bytes)}`);
  }
  if (id === 'discord') {
    const seed = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes.some((byte) => byte !== 0));
    return seed.map((bytes) => `seed:${hexOf(bytes)}`);
  }
  return id === 'gitlab-token' ? headerText : text;
}

const clock = fc.integer({ min: 0, max: 4_000_000_000_000 });

/** Requests with and without an older signature of the scheme, and with other headers around it. */
function requestFor(scheme: Scheme): fc.Arbitrary<SignedRequest> {
  const name = fc.constantFrom(...scheme.info.headers, 'content-type', 'X-Other');
  const headers = fc.array(fc.tuple(name, headerText), { maxLength: 6 });
  return fc.record({
    method: fc.constantFrom('POST', 'GET'),
    target: fc.constant('/in?a=1'),
    url: fc.webUrl({ withQueryParameters: true }),
    headers,
    body: fc.uint8Array({ maxLength: 300 }),
  });
}

describe.each(all)('%s', (id, scheme) => {
  it('verifies what it signed, whatever the body, secret, clock and earlier headers', () => {
    fc.assert(
      fc.property(requestFor(scheme), secretFor(id), clock, (request, secret, nowMs) => {
        const signed = sign(scheme, request, secret, nowMs, nodeCrypto);
        if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
        const sent = { ...request, headers: signed.value.headers };
        const secrets = [
          { id: 'other', value: 'not the secret' },
          { id: 'right', value: secret },
        ];
        const verdict = verify(scheme, sent, secrets, nowMs, nodeCrypto);
        expect(verdict).toMatchObject({ status: 'verified', reason: null });
        expect(signed.value.body).toBe(request.body);
        for (const header of request.headers) {
          if (sameHeaderName(header[0], 'X-Other')) expect(sent.headers).toContainEqual(header);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not verify after one byte of what it covers changed', () => {
    fc.assert(
      fc.property(
        requestFor(scheme),
        secretFor(id),
        clock,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (request, secret, nowMs, at, flip) => {
          const signed = sign(scheme, request, secret, nowMs, nodeCrypto);
          if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
          const sent = { ...request, headers: signed.value.headers };
          const statusOf = (changed: SignedRequest) =>
            verify(scheme, changed, [{ id: 's', value: secret }], nowMs, nodeCrypto).status;

          if (id !== 'gitlab-token' && id !== 'twilio-form' && sent.body.length > 0) {
            const body = sent.body.slice();
            const index = at % body.length;
            body[index] = (body[index] ?? 0) ^ flip;
            expect(statusOf({ ...sent, body })).toBe('failed');
          }
          if (id === 'twilio-form') {
            // Forms have several spellings; a further parameter is another form in each of them.
            const more = utf8Bytes('&hookproof=1');
            expect(statusOf({ ...sent, body: Uint8Array.from([...sent.body, ...more]) })).toBe('failed');
          }
          if (scheme.info.signsUrl) expect(statusOf({ ...sent, url: `${sent.url}x` })).toBe('failed');
          const [name = ''] = scheme.mechanism.signatureHeaders.filter(
            (header) => firstHeader(sent.headers, header) !== undefined,
          );
          const value = firstHeader(sent.headers, name) ?? '';
          const index = at % value.length;
          const old = value.charAt(index);
          const other = String.fromCharCode(33 + ((old.charCodeAt(0) - 33 + (flip % 92) + 1) % 94));
          // Hex digits have no case; every other change is one.
          if (other.toLowerCase() !== old.toLowerCase() || id === 'gitlab-token') {
            const changed = value.slice(0, index) + other + value.slice(index + 1);
            expect(statusOf({ ...sent, headers: replaced(sent.headers, name, changed) }), `${value} → ${changed}`).toBe(
              'failed',
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not verify another time than the signed one', () => {
    const covered = explainVerdict(scheme, signedAt(scheme, 0), [], 0, nodeCrypto).evidence?.timestamp;
    if (covered === null || covered === undefined) return;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 299 }), (seconds) => {
        const nowMs = 1_760_000_000_000;
        const sent = signedAt(scheme, nowMs);
        const changed = sent.headers.map(
          ([name, value]) => [name, value.replace('1760000000', String(1_760_000_000 - seconds))] as const,
        );
        const verdict = verify(
          scheme,
          { ...sent, headers: changed },
          [{ id: 's', value: secretOf(id) }],
          nowMs,
          nodeCrypto,
        );
        expect(verdict.reason).toBe(covered.covered ? 'signature-mismatch' : null);
      }),
      { numRuns: 20 },
    );
  });
});

function secretOf(id: string): string {
  if (id === 'discord') return `seed:${'5a'.repeat(32)}`;
  return id === 'standard-webhooks' || id === 'svix' ? 'whsec_MDEyMzQ1Njc4OWFiY2RlZg==' : 'sec_test_4242';
}

function signedAt(scheme: Scheme, nowMs: number): SignedRequest {
  const request = { method: 'POST', target: '/', url: 'https://example.com/', headers: [], body: utf8Bytes('{}') };
  const signed = sign(scheme, request, secretOf(scheme.id), nowMs, nodeCrypto);
  if (!signed.ok) throw new Error(signed.failure.code);
  return { ...request, headers: signed.value.headers };
}

function replaced(headers: HeaderList, name: string, value: string): HeaderList {
  return headers.map((header) => (sameHeaderName(header[0], name) ? [header[0], value] : header));
}

const anyName = fc.constantFrom(
  ...new Set(schemes.flatMap(({ info }) => info.headers)),
  'x-github-event',
  'content-type',
  '',
  'X-Hub-Signature',
);
const anyValue = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((value) => latin1Text(utf8Bytes(value))),
  fc.stringMatching(/^[tvsh10256aA=, .]{0,120}$/),
  fc.constantFrom('v1,', 't=1,v1=', 'sha256=', `sha256=${'a'.repeat(64)}`, '1760000000', 'v0=', 'Basic ', ',', ' '),
);
const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map(utf8Bytes),
  fc.stringMatching(/^[a-c&=%+0-9]{0,80}$/).map(utf8Bytes),
);
const anyRequest: fc.Arbitrary<SignedRequest> = fc.record({
  method: fc.string({ maxLength: 8 }),
  target: fc.string({ maxLength: 40 }),
  url: fc.oneof(
    fc.constant(null),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string({ unit: 'binary' }),
  ),
  headers: fc.array(fc.tuple(anyName, anyValue), { maxLength: 12 }),
  body: anyBody,
});
const anySecrets = fc.array(
  fc.record({
    id: fc.string(),
    value: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '\0', 'whsec_', 'seed:', 'f'.repeat(64), `seed:${'f'.repeat(64)}`),
    ),
  }),
  { maxLength: 3 },
);

describe('any request', () => {
  it('gets a verdict and words, never an exception; explaining it does not change it', () => {
    fc.assert(
      fc.property(anyRequest, anySecrets, fc.double(), (request, secrets, nowMs) => {
        const candidates = detect(request);
        expect(new Set(candidates).size).toBe(candidates.length);
        for (const scheme of schemes) {
          const verdict = verify(scheme, request, secrets, nowMs, nodeCrypto);
          expect(explainVerdict(scheme, request, secrets, nowMs, nodeCrypto).verdict).toEqual(verdict);
          const expected = { verified: /^Verified$/, failed: /^Failed: ./, unchecked: /^Not checked: ./ }[
            verdict.status
          ];
          expect(verdictWords(verdict).label).toMatch(expected);
          eventOf(scheme, request);
          sign(scheme, request, secrets[0]?.value ?? 'x', 1_760_000_000_000, nodeCrypto);
        }
        eventOf(null, request);
      }),
      { numRuns: 300 },
    );
  });

  it('is judged in time linear in a hostile header value', () => {
    const length = 64 * 1024;
    const fill = (piece: string) => piece.repeat(Math.ceil(length / piece.length));
    // Four thousand million quadratic steps for each of hundreds of combinations would outlast any timeout.
    const values = ['a', ' ', ',', '=', 'v1=', 'v1,', ' v1,a', 't=1,', 'sha256=', ' \t', 'v1', '%', 'é'].map(fill);
    for (const value of [...values, `${fill(' ')}x`, `x${fill(' ')}x`]) {
      const headers = schemes.flatMap(({ info }) => info.headers.map((name) => [name, value] as const));
      const request = {
        method: 'POST',
        target: '/',
        url: `https://example.com/?${value}`,
        headers,
        body: utf8Bytes(value),
      };
      for (const scheme of schemes) {
        const secrets = [{ id: 's', value: secretOf(scheme.id) }];
        const { verdict } = explainVerdict(scheme, request, secrets, 0, nodeCrypto);
        expect(verdict.status).toBe('failed');
      }
      detect(request);
      eventOf(null, request);
    }
  });
});
