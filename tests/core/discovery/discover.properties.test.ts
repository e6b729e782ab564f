import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { type DiscoveryRequest, discover } from '../../../src/core/discovery/discover.ts';
import { verifiesAtItsTime } from '../../../src/core/discovery/proof.ts';
import { firstHeader } from '../../../src/core/http/headers.ts';
import { type RecipeInput, recipeSchema } from '../../../src/core/signature/recipe.ts';
import { userScheme } from '../../../src/core/signature/schemes/generic-hmac.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';

const port = { crypto: nodeCrypto, now: () => performance.now() };
const ENOUGH_MS = 60_000;

interface Sample {
  readonly recipe: RecipeInput;
  readonly secret: string;
}

const separator = fc.constantFrom('.', '', ':', '\n', ',', '|', '-', ' ');

const keys: fc.Arbitrary<Pick<RecipeInput, 'secret'> & { readonly text: string }> = fc.oneof(
  fc
    .string({ minLength: 8, maxLength: 40, unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz') })
    .map((text) => ({ text })),
  fc.uint8Array({ minLength: 16, maxLength: 40 }).map((bytes) => {
    return { text: Buffer.from(bytes.with(0, 7)).toString('hex'), secret: { encoding: 'hex' as const } };
  }),
  fc.uint8Array({ minLength: 16, maxLength: 40 }).map((bytes) => {
    const text = `whsec_${Buffer.from(bytes.with(0, 7)).toString('base64')}`;
    return { text, secret: { strip: ['whsec_'], encoding: 'base64' as const } };
  }),
  fc.constant({ text: 'correct horse', secret: { hash: 'sha256' as const } }),
);

const algorithm = fc.constantFrom('hmac-sha1', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512');
const encoding = fc.constantFrom('hex', 'base64', 'base64url');

/** Bare, named, or in a list with the timestamp. */
const place = fc.record({
  form: fc.constantFrom('bare', 'named', 'list', 'positional'),
  list: fc.constantFrom([',', '='], [';', '='], [' ', ',']),
  version: fc.constantFrom('v1', 'h1', 'sig', 's'),
  unit: fc.constantFrom('s', 'ms', 'iso', 'http-date'),
});

const content = fc.constantFrom(
  ['{body}'],
  ['{ts}', '{body}'],
  ['{body}', '{ts}'],
  ['v0', '{ts}', '{body}'],
  ['{h:X-Acme-Id}', '{body}'],
  ['{h:X-Acme-Id}', '{ts}', '{body}'],
  ['{ts}', '{h:X-Acme-Id}', '{body}'],
  ['{body}', '{h:X-Acme-Id}', '{ts}'],
  ['{url}', '{body}'],
  ['{body}', '{url}'],
  ['{method}', '{url}', '{body}'],
  ['{method}', '{path}', '{ts}', '{body}'],
  ['{ts}', '{method}', '{path}', '{body}'],
  ['{ts}', '{h:X-Acme-Id}'],
  ['{h:X-Other}', '{body}'],
);

const samples: fc.Arbitrary<Sample> = fc
  .record({ algorithm, encoding, place, content, separator, key: keys })
  .map(({ algorithm, encoding, place: { form, list, version, unit }, content, separator, key }) => {
    const { text, ...rest } = key;
    const [between = '', assign = ''] = list;
    const signed = content.join(separator);
    const hasTime = signed.includes('{ts}');
    const inList = hasTime && (form === 'list' || form === 'positional');
    // A date's text holds the list's separators.
    const time = inList ? ('s' as const) : unit;
    const shape =
      form === 'named' || (form === 'list' && !hasTime)
        ? { assign: '=', version }
        : form === 'list'
          ? { separator: between, assign, version }
          : form === 'positional' && hasTime
            ? { separator: ',', positional: 'ts' }
            : {};
    const recipe: RecipeInput = {
      algorithm,
      signature: { names: ['X-Acme-Signature'], encoding, ...shape },
      signed,
      ...(hasTime
        ? {
            timestamp: inList
              ? { in: 'signature', name: form === 'positional' ? 'ts' : 't', unit: time, toleranceSeconds: 300 }
              : { in: 'header', name: 'X-Acme-Time', unit: time, toleranceSeconds: 300 },
          }
        : {}),
      ...rest,
    };
    return { recipe, secret: text };
  });

/** Signed by the recipe itself, with everything that differs from one delivery to the next. */
function delivery({ recipe, secret }: Sample, index: number): DiscoveryRequest {
  const scheme = userScheme(recipe);
  if (!scheme.ok) throw new Error(scheme.failure.join());
  const request = {
    method: ['POST', 'PUT', 'POST'][index] ?? 'POST',
    target: `/hooks/${index}`,
    url: `https://hooks.example.com/hooks/${index}`,
    headers: [
      ['Host', 'hooks.example.com'],
      ['User-Agent', 'Acme/1.0'],
      ['Content-Type', 'application/json'],
      ['X-Acme-Id', `evt_${index}_${'abcdefgh'.slice(index)}`],
      ['X-Other', `value ${index * 7}`],
    ] as const,
    body: utf8Bytes(JSON.stringify({ id: `o${index}`, amount: 100 * index, items: ['ä', index] })),
  };
  const atMs = Date.UTC(2026, 0, 2 + index, 3, 4, 5) + index * 123;
  const signed = sign(scheme.value, request, secret, atMs, nodeCrypto);
  if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
  return { request: { ...request, headers: signed.value.headers }, receivedAtMs: index === 0 ? null : atMs };
}

/** The 48 bytes of a SHA-384 have no padding: without any of the letters that tell the two alphabets apart, nobody can. */
function isEitherBase64({ recipe }: Sample, requests: readonly DiscoveryRequest[]): boolean {
  if (recipe.algorithm !== 'hmac-sha384' || recipe.signature.encoding === 'hex') return false;
  return !requests.some(({ request }) => /[-_+/]/.test(firstHeader(request.headers, 'X-Acme-Signature') ?? ''));
}

describe('recipes drawn at random', () => {
  it('are found from two requests, so that a third verifies', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const requests = [0, 1].map((index) => delivery(sample, index));
        fc.pre(!isEitherBase64(sample, requests));
        const { recipes } = discover({ requests, secret: sample.secret, schemes: [] }, port, ENOUGH_MS);
        const third = delivery(sample, 2);
        const secrets = [{ id: 'secret', value: sample.secret }];
        const works = recipes.map(({ recipe }) => {
          const scheme = userScheme(recipe);
          return scheme.ok && verifiesAtItsTime(scheme.value, third, secrets, nodeCrypto);
        });
        expect(works).toContain(true);
      }),
      { numRuns: 60 },
    );
  });

  it('are not proposed for another secret, nor for requests of two secrets', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const requests = [0, 1].map((index) => delivery(sample, index));
        const wrong = discover({ requests, secret: `${sample.secret}!`, schemes: [] }, port, 50);
        expect(wrong.recipes).toEqual([]);
        const [first] = requests;
        if (first === undefined) throw new Error('two were made');
        const other = delivery({ ...sample, recipe: { ...sample.recipe, secret: { hash: 'sha1' } } }, 1);
        expect(discover({ requests: [first, other], secret: sample.secret, schemes: [] }, port, 50).recipes).toEqual(
          [],
        );
      }),
      { numRuns: 25 },
    );
  });
});

describe('whatever the requests hold', () => {
  const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
  const hostile = fc.record({
    method: bytes,
    target: bytes,
    url: fc.option(fc.string()),
    headers: fc.array(
      fc.tuple(
        fc.oneof(bytes, fc.constantFrom('X-Signature', 'Authorization', 'Date', 'Content-Type')),
        fc.oneof(
          bytes,
          fc.constantFrom(
            'a'.repeat(64),
            `t=1,v1=${'0'.repeat(64)}`,
            `,,,=,${'='.repeat(90)}`,
            'application/x-www-form-urlencoded',
          ),
        ),
      ),
      { maxLength: 12 },
    ),
    body: fc.oneof(fc.uint8Array(), fc.json().map(utf8Bytes)),
  });

  it('it neither throws nor goes on past its time, and what it proposes is a recipe', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 3 }), fc.string(), (requests, secret) => {
        let calls = 0;
        // A clock that runs out after a number of looks at it.
        const clock = { crypto: nodeCrypto, now: () => calls++ };
        const input = { requests: requests.map((request) => ({ request, receivedAtMs: 0 })), secret, schemes: [] };
        const { recipes, tried } = discover(input, clock, 20);
        expect(tried).toBeLessThan(20 * 16 + 1);
        for (const { recipe } of recipes) expect(recipeSchema.safeParse(recipe).success).toBe(true);
      }),
    );
  });

  it('a body of nothing but fields ends in time', () => {
    const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}_sig`, 'a'.repeat(64)]));
    const request = {
      method: 'POST',
      target: '/',
      url: null,
      headers: Array.from(
        { length: 1000 },
        (_, index) => [`X-Sig-${index}`, `v1=${'b'.repeat(64)},`.repeat(20)] as const,
      ),
      body: utf8Bytes(JSON.stringify(fields)),
    };
    const { complete, recipes } = discover(
      { requests: [{ request, receivedAtMs: 0 }], secret: 's', schemes: [] },
      port,
      100,
    );
    expect(complete).toBe(false);
    expect(recipes).toEqual([]);
  });
});
