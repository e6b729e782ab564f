import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Of, hexOf, latin1Text, utf8Bytes } from '../../../src/core/bytes.ts';
import { firstHeader, type HeaderList, sameHeaderName } from '../../../src/core/http/headers.ts';
import { detect } from '../../../src/core/signature/detect.ts';
import { eventOf } from '../../../src/core/signature/metadata.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import type { Scheme } from '../../../src/core/signature/scheme.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import type { SignedPart } from '../../../src/core/signature/verdict.ts';
import { explainVerdict, type SignedRequest, verify } from '../../../src/core/signature/verify.ts';
import { verdictWords } from '../../../src/core/signature/words.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';

const keyBytes = fc.uint8Array({ minLength: 32, maxLength: 80 }).filter((bytes) => bytes.some((byte) => byte !== 0));
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }).filter((value) => /[^\0]/.test(value));
const headerText = fc.stringMatching(/^[!-~\u00a1-\u00ff]([ -~]{0,60}[!-~])?$/);

const sample: SignedRequest = {
  method: 'POST',
  target: '/',
  url: 'https://example.com/',
  headers: [],
  body: utf8Bytes('{}'),
};

/** One key in each form a scheme may want it pasted in; the first the scheme takes. */
function pasted(scheme: Scheme, forms: readonly string[]): string | undefined {
  return forms.find((form) => {
    const signed = sign(scheme, sample, form, 0, nodeCrypto);
    return signed.ok || signed.failure.code === 'sign-missing';
  });
}

function formsOf(bytes: Uint8Array): readonly string[] {
  return [`whsec_${base64Of(bytes)}`, base64Of(bytes), hexOf(bytes), `seed:${hexOf(bytes.subarray(0, 32))}`];
}

function secretFor(scheme: Scheme): fc.Arbitrary<string> {
  return fc.tuple(text, headerText, keyBytes, fc.boolean()).map(([any, printable, bytes, bare]) => {
    const forms = formsOf(bytes);
    const found = pasted(scheme, [any, printable, ...(bare ? forms.slice(1) : forms)]);
    if (found === undefined) throw new Error(`${scheme.id} takes no form of the secret`);
    return found;
  });
}

const fixedSecrets = ['sec_test_4242', ...formsOf(utf8Bytes('0123456789abcdef0123456789abcdef'))];

/** Recipes with a function of their own beside the data; what is wholly code has properties of its own. */
const withHooks = new Set(['discord', 'twilio-form', 'plivo-v2', 'hubspot-v3']);
const all = schemes
  .filter(({ id, kind, info }) => info.canSign && (kind !== 'code' || withHooks.has(id)))
  .map((scheme) => [scheme.id, scheme] as const);

/** Bodies with the parts that a scheme signs, for those that sign parts of it. */
const bodies: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  linear: fc.record({ webhookTimestamp: fc.nat() }),
  figma: fc.record({ passcode: fc.string() }),
  'microsoft-graph': fc.record({ value: fc.tuple(fc.record({ clientState: fc.string() })) }),
  plain: fc.record({ webhookMetadata: fc.record({ webhookDeliveryAttemptTimestamp: fc.string() }) }),
  mailgun: fc.record({ signature: fc.record({ token: fc.string({ minLength: 1 }) }), 'event-data': fc.json() }),
  'adyen-payments': fc
    .record({
      pspReference: fc.string(),
      originalReference: fc.string(),
      merchantAccountCode: fc.string(),
      merchantReference: fc.string(),
      amount: fc.record({ value: fc.nat(), currency: fc.string() }),
      eventCode: fc.string(),
      success: fc.constantFrom('true', 'false'),
    })
    .map((item) => ({ live: 'false', notificationItems: [{ NotificationRequestItem: item }] })),
};

const clock = fc.integer({ min: 0, max: 4_000_000_000_000 });

/** Few for each of two hundred schemes: they share one engine. */
const RUNS = 20;

/** Requests with and without an older signature of the scheme, and with other headers around it. */
function requestFor(scheme: Scheme): fc.Arbitrary<SignedRequest> {
  const name = fc.constantFrom(...scheme.info.headers, 'content-type', 'X-Other');
  const headers = fc.array(fc.tuple(name, headerText), { maxLength: 6 });
  return fc.record({
    method: fc.constantFrom('POST', 'GET'),
    target: fc.constant('/in?a=1'),
    url: fc.webUrl({ withQueryParameters: true }),
    headers,
    body: bodies[scheme.id]?.map((value) => utf8Bytes(JSON.stringify(value))) ?? fc.uint8Array({ maxLength: 300 }),
  });
}

describe.each(all)('%s', (_, scheme) => {
  it('verifies what it signed, whatever the body, secret, clock and earlier headers', () => {
    fc.assert(
      fc.property(requestFor(scheme), secretFor(scheme), clock, (request, secret, nowMs) => {
        const signed = sign(scheme, request, secret, nowMs, nodeCrypto);
        if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
        const sent = { ...request, ...signed.value };
        const secrets = [
          { id: 'other', value: 'not the secret' },
          { id: 'right', value: secret },
        ];
        const verdict = verify(scheme, sent, secrets, nowMs, nodeCrypto);
        expect(verdict).toMatchObject({ status: 'verified', reason: null });
        if (!Object.hasOwn(bodies, scheme.id)) expect(signed.value.body).toBe(request.body);
        for (const header of request.headers) {
          if (sameHeaderName(header[0], 'X-Other')) expect(sent.headers).toContainEqual(header);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('does not verify after one byte of what it covers changed', () => {
    fc.assert(
      fc.property(
        requestFor(scheme),
        secretFor(scheme),
        clock,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (request, secret, nowMs, at, flip) => {
          const signed = sign(scheme, request, secret, nowMs, nodeCrypto);
          if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
          const sent = { ...request, ...signed.value };
          const statusOf = (changed: SignedRequest) =>
            verify(scheme, changed, [{ id: 's', value: secret }], nowMs, nodeCrypto).status;

          const { evidence } = explainVerdict(scheme, sent, [{ id: 's', value: secret }], nowMs, nodeCrypto);
          const covers = (role: SignedPart['role']) => evidence?.signedContent.some((part) => part.role === role);
          if (covers('body') && sent.body.length > 0) {
            const body = sent.body.slice();
            const index = at % body.length;
            body[index] = (body[index] ?? 0) ^ flip;
            expect(statusOf({ ...sent, body })).toBe('failed');
          }
          if (covers('form')) {
            // Forms have several spellings; a further parameter is another form in each of them.
            const more = utf8Bytes('&hookproof=1');
            expect(statusOf({ ...sent, body: Uint8Array.from([...sent.body, ...more]) })).toBe('failed');
          }
          if (covers('url'))
            expect(statusOf({ ...sent, url: sent.url?.replace('://', '://x') ?? null })).toBe('failed');
          const [name = ''] = scheme.mechanism.signatureHeaders.filter(
            (header) => firstHeader(sent.headers, header) !== undefined,
          );
          if (name === '') return;
          const value = firstHeader(sent.headers, name) ?? '';
          const index = at % value.length;
          const old = value.charAt(index);
          const other = String.fromCharCode(33 + ((old.charCodeAt(0) - 33 + (flip % 92) + 1) % 94));
          // Hex digits have no case; every other change is one.
          if (other.toLowerCase() !== old.toLowerCase() || scheme.kind === 'token') {
            const changed = value.slice(0, index) + other + value.slice(index + 1);
            expect(statusOf({ ...sent, headers: replaced(sent.headers, name, changed) }), `${value} → ${changed}`).toBe(
              'failed',
            );
          }
        },
      ),
      { numRuns: RUNS },
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
        // Another way of writing the time, or one that stands in the body.
        if (changed.every(([, value], index) => value === sent.headers[index]?.[1])) return;
        const secrets = [{ id: 's', value: secretOf(scheme) }];
        const verdict = verify(scheme, { ...sent, headers: changed }, secrets, nowMs, nodeCrypto);
        expect(verdict.reason).toBe(covered.covered ? 'signature-mismatch' : null);
      }),
      { numRuns: 20 },
    );
  });
});

function secretOf(scheme: Scheme): string {
  return pasted(scheme, fixedSecrets) ?? 'sec_test_4242';
}

function signedAt(scheme: Scheme, nowMs: number): SignedRequest {
  const [body] = fc.sample(requestFor(scheme), { numRuns: 1, seed: 1 });
  const request = { ...sample, body: body?.body ?? sample.body };
  const signed = sign(scheme, request, secretOf(scheme), nowMs, nodeCrypto);
  if (!signed.ok) throw new Error(signed.failure.code);
  return { ...request, ...signed.value };
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

const someSchemes = fc.shuffledSubarray([...schemes], { minLength: 20, maxLength: 20 });

describe('any request', () => {
  it('gets a verdict and words, never an exception; explaining it does not change it', () => {
    fc.assert(
      fc.property(anyRequest, anySecrets, fc.double(), someSchemes, (request, secrets, nowMs, some) => {
        const candidates = detect(request);
        expect(new Set(candidates).size).toBe(candidates.length);
        for (const scheme of some) {
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
      const request = { method: 'POST', target: '/', url: `https://example.com/?${value}`, body: utf8Bytes(value) };
      const with64KiB = (some: readonly Scheme[]): SignedRequest => ({
        ...request,
        headers: some.flatMap(({ info }) => info.headers.map((name) => [name, value] as const)),
      });
      for (const scheme of schemes) {
        const secrets = [{ id: 's', value: secretOf(scheme) }];
        const { verdict } = explainVerdict(scheme, with64KiB([scheme]), secrets, 0, nodeCrypto);
        expect(verdict.status).not.toBe('verified');
      }
      detect(with64KiB(schemes));
      eventOf(null, with64KiB(schemes));
    }
  });
});
