import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { planOf } from '../../../src/core/signature/plan.ts';
import { quickMatchOf } from '../../../src/core/signature/quick-match.ts';
import type { RecipeInput } from '../../../src/core/signature/recipe.ts';
import { recipeMechanism } from '../../../src/core/signature/recipe-mechanism.ts';
import { signWith } from '../../../src/core/signature/recipe-sign.ts';
import type { EvidenceSink } from '../../../src/core/signature/scheme.ts';
import type { SignedRequest } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';

const NOW = 1_750_000_000_000;
const secrets = [
  { id: 'other', value: 'another secret' },
  { id: 'right', value: 'the secret' },
];

const recipe: RecipeInput = {
  algorithm: 'hmac-sha256',
  signature: { names: ['X-Signature'], encoding: 'hex', prefix: 'sha256=' },
  timestamp: { in: 'header', name: 'X-Time', unit: 's', toleranceSeconds: 300 },
  signed: '{ts}.{method}.{url}.{body}',
};
const plain: SignedRequest = {
  method: 'POST',
  target: '/in',
  url: 'https://hooks.test/in',
  headers: [['Host', 'hooks.test']],
  body: utf8Bytes('{"a":1}'),
};

function signed(): SignedRequest {
  const made = signWith(planOf(recipe, {}), plain, 'the secret', NOW, nodeCrypto);
  if (!made.ok) throw new Error('not signed');
  return { ...plain, headers: made.value.headers };
}

function match(request: SignedRequest, input: RecipeInput = recipe, now = NOW): string | null | 'not plain' {
  const quick = quickMatchOf(planOf(input, {}));
  return quick === null ? 'not plain' : quick(request, secrets, now, nodeCrypto);
}

describe('the short way to a yes', () => {
  it('names the secret of a request that is plainly and rightly signed, whatever the case of its header names', () => {
    const request = signed();
    expect(match(request)).toBe('right');
    const shouted: HeaderList = request.headers.map(([name, value]) => [name.toUpperCase(), value] as const);
    expect(match({ ...request, headers: shouted })).toBe('right');
  });

  it('proves nothing of one that is wrong or not plain', () => {
    const request = signed();
    const changed = (name: string, change: (value: string) => readonly string[]): SignedRequest => ({
      ...request,
      headers: request.headers.flatMap(([key, value]) =>
        key === name ? change(value).map((each) => [key, each] as const) : [[key, value] as const],
      ),
    });
    const wrong: readonly SignedRequest[] = [
      { ...request, body: utf8Bytes('{"a":2}') },
      { ...request, method: 'PUT' },
      { ...request, url: null },
      { ...request, url: 'https://hooks.test/other' },
      changed('X-Signature', () => []),
      changed('X-Signature', () => ['']),
      changed('X-Signature', (value) => [value, value]),
      changed('X-Signature', (value) => [` ${value}`]),
      changed('X-Signature', (value) => [`${value}\t`]),
      changed('X-Signature', (value) => [`${value}0`]),
      changed('X-Signature', (value) => [value.slice(0, -1)]),
      changed('X-Time', () => []),
      changed('X-Time', (value) => [value, value]),
      changed('X-Time', (value) => [`${value} `]),
      changed('X-Time', (value) => [`0${value}`]),
    ];
    for (const each of wrong) expect(match(each)).toBeNull();
    for (const past of [-301_000, 301_000]) expect(match(request, recipe, NOW + past)).toBeNull();
    expect(match(request, recipe, NOW + 300_000)).toBe('right');
  });

  it('is not taken by recipes that look for more than one value', () => {
    const names = ['X-Signature', 'X-Signature-Old'];
    expect(match(signed(), { ...recipe, signature: { ...recipe.signature, names } })).toBe('not plain');
    expect(match(signed(), { ...recipe, signature: { ...recipe.signature, separator: ',' } })).toBe('not plain');
    expect(match(signed(), { ...recipe, signed: '{h:X-Id}.{body}' })).toBe('not plain');
  });
});

const plainRecipe: fc.Arbitrary<RecipeInput> = fc.record(
  {
    algorithm: fc.constantFrom('hmac-sha1', 'hmac-sha256', 'hmac-sha512', 'hash-sha256', 'ed25519'),
    signature: fc.record(
      {
        names: fc.constantFrom<[string]>(['X-Signature'], ['X-Signature'], ['X-Signature'], ['X-Time']),
        encoding: fc.constantFrom('hex', 'base64', 'base64url'),
        prefix: fc.constantFrom('sha256=', 'a', ' '),
      },
      { requiredKeys: ['names', 'encoding'] },
    ),
    timestamp: fc.record(
      {
        in: fc.constant('header'),
        name: fc.constantFrom('X-Time', 'X-Other'),
        unit: fc.constantFrom('s', 'ms', 'iso', 'http-date'),
        toleranceSeconds: fc.constantFrom(null, 0, 300),
        futureSeconds: fc.constantFrom(null, 0, 60),
      },
      { requiredKeys: ['in', 'name', 'unit', 'toleranceSeconds'] },
    ),
    signed: fc
      .array(fc.constantFrom('{body}', '{ts}', '{url}', '{path}', '{method}', '{secret}', '{form*}', '.', 'ü'), {
        minLength: 1,
        maxLength: 4,
      })
      .map((tokens) => tokens.join('')),
    secret: fc.record({ encoding: fc.constantFrom('utf8', 'hex', 'base64') }),
  },
  { requiredKeys: ['algorithm', 'signature', 'signed'] },
);

/** What senders and those between do to a header, and what nobody should. */
const spoil = fc.constantFrom<(header: readonly [string, string]) => HeaderList>(
  ...Array.from({ length: 10 }, () => (header: readonly [string, string]) => [header]),
  ([name, value]) => [[name.toUpperCase(), value]],
  ([name, value]) => [[name.toLowerCase(), ` ${value}\t`]],
  ([name, value]) => [[name, value.toUpperCase()]],
  (header) => [header, header],
  (header) => [header, [header[0], 'another']],
  (header) => [header, [header[0], `${header[1]} `]],
  (header) => [[header[0], ''], header],
  ([name, value]) => [[name, `sha256=${value}`]],
  ([name, value]) => [[name, value.slice(1)]],
  ([name, value]) => [[name, `${value}=`]],
);

const KEY_HEX = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const someSecret = fc.constantFrom('the secret', KEY_HEX, 'c2VjcmV0', '', 'x'.repeat(65 * 1024), '\ud800');

describe('the short way and the long one', () => {
  it('come to the same verdict, whatever is plain, spoiled or kept twice', () => {
    let short = 0;
    fc.assert(
      fc.property(
        plainRecipe,
        fc.record({
          signedWith: someSecret,
          kept: fc.array(someSecret, { maxLength: 4 }),
          url: fc.constantFrom(null, 'https://hooks.test/in?b=2'),
          body: fc.constantFrom('', 'a=1&b=2&a=1', '{"a":1}'),
          lateMs: fc.constantFrom(0, 0, 0, 60_000, 300_000, 301_000, -60_000, -61_000),
          spoils: fc.array(spoil, { minLength: 3, maxLength: 3 }),
        }),
        (input, { signedWith, kept, url, body, lateMs, spoils }) => {
          const request: SignedRequest = {
            method: 'POST',
            target: '/in?b=2',
            url,
            headers: [['Host', 'hooks.test']],
            body: utf8Bytes(body),
          };
          const made = signWith(planOf(input, {}), request, signedWith, NOW, nodeCrypto);
          const headers = made.ok
            ? made.value.headers.flatMap((header, index) => spoils[index]?.(header) ?? [header])
            : request.headers;
          const secrets = [...kept, signedWith, ...kept].map((value, index) => ({ id: `s${index}`, value }));
          const judge = (sink: EvidenceSink | null) =>
            recipeMechanism([input]).judge({ ...request, headers }, secrets, NOW + lateMs, nodeCrypto, sink);
          // Evidence is asked for, and the short way gives none.
          const long = judge({ evidence: null });
          expect(judge(null)).toEqual(long);
          const quick = quickMatchOf(planOf(input, {}))?.({ ...request, headers }, secrets, NOW + lateMs, nodeCrypto);
          if (typeof quick === 'string') {
            expect(long).toMatchObject({ status: 'verified', secretId: quick });
            short++;
          }
        },
      ),
      { numRuns: 2000 },
    );
    // Else nothing was compared.
    expect(short).toBeGreaterThan(50);
  });
});
