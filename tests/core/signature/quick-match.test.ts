import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { planOf } from '../../../src/core/signature/plan.ts';
import { quickMatchOf } from '../../../src/core/signature/quick-match.ts';
import type { RecipeInput } from '../../../src/core/signature/recipe.ts';
import { signWith } from '../../../src/core/signature/recipe-sign.ts';
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
