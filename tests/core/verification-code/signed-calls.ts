import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { Scheme } from '../../../src/core/signature/scheme.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { type SignedRequest, verify } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import type { Call } from './cases.ts';

const NOW = 1_760_000_000_000;

const request: SignedRequest = {
  method: 'POST',
  target: '/in?b=2&data.id=AbC&a=1',
  url: 'https://hooks.example.com/in?b=2&data.id=AbC&a=1',
  headers: [
    ['Content-Type', 'application/json'],
    ['X-Request-Id', 'req-1'],
  ],
  body: utf8Bytes('{"id":"evt_1","text":"h\u00e9llo \\u0041","timestamp":1,"n":1.0}\r\n'),
};

const secrets = {
  utf8: ['s\u00e9cret $`"\'\\ 1', 'another'],
  hex: ['00ff'.repeat(16), '11'.repeat(32)],
  base64: ['AQIDBAUGBwgJCgsMDQ4PEA==', 'EBESExQVFhcYGRobHB0eHw=='],
} as const;

/** Requests that our own engine signed, whole and spoiled, with what it says of each: they reach schemes without vectors. */
export function signedCalls(scheme: Scheme): readonly Call[] {
  const [recipe] = scheme.recipes ?? [];
  if (recipe === undefined) return [];
  const { strip = [], encoding = 'utf8', normalize } = recipe.secret ?? {};
  const ascii = recipe.algorithm === 'token' || recipe.algorithm === 'basic' || normalize !== undefined;
  const prefix = strip.map((text) => text.replace('{word}', 'prod_1')).join('');
  const [own, other] =
    recipe.algorithm === 'ed25519'
      ? [`seed:${'01'.repeat(32)}`, `seed:${'02'.repeat(32)}`]
      : ascii && encoding === 'utf8'
        ? ['user:a-secret', 'user:another']
        : secrets[encoding].map((text) => prefix + text);
  if (own === undefined || other === undefined) throw new Error('two secrets are given');
  return callsSignedWith(scheme, request, own, other);
}

/** The first of them is the whole request. Empty where the request lacks what the scheme signs. */
export function callsSignedWith(scheme: Scheme, request: SignedRequest, own: string, other: string): readonly Call[] {
  const [recipe] = scheme.recipes ?? [];
  if (recipe === undefined) return [];
  const signed = sign(scheme, request, own, NOW, nodeCrypto);
  if (!signed.ok) return [];
  const whole = { ...request, ...signed.value };
  const names = recipe.signature.names.map((name) => name.replace('{n}', '1').toLowerCase());
  const isSignature = (name: string) => names.includes(name.toLowerCase());
  const spoiled = (change: (value: string) => string): SignedRequest => ({
    ...whole,
    headers: whole.headers.map(([name, value]) => [name, isSignature(name) ? change(value) : value]),
  });
  const variants: Readonly<Record<string, readonly [SignedRequest, readonly string[], number]>> = {
    whole: [whole, [own], NOW],
    'second-secret': [whole, [other, own], NOW],
    'other-secret': [whole, [other], NOW],
    'no-secret': [whole, [], NOW],
    'other-body': [{ ...whole, body: utf8Bytes('{"id":"evt_2"}') }, [own], NOW],
    'other-url': [{ ...whole, url: 'https://hooks.example.com/other?data.id=x' }, [own], NOW],
    'other-method': [{ ...whole, method: 'PUT' }, [own], NOW],
    'a-minute-later': [whole, [own], NOW + 61_000],
    'a-day-later': [whole, [own], NOW + 86_400_000],
    'a-day-before': [whole, [own], NOW - 86_400_000],
    'no-signature': [{ ...whole, headers: whole.headers.filter(([name]) => !isSignature(name)) }, [own], NOW],
    'empty-signature': [spoiled(() => ''), [own], NOW],
    'cut-signature': [spoiled((value) => value.slice(0, -3)), [own], NOW],
    'longer-signature': [spoiled((value) => `${value}0`), [own], NOW],
    'wide-signature': [spoiled((value) => `${value.slice(0, -1)}\u00ff`), [own], NOW],
    'blanks-around': [spoiled((value) => ` ${value}\t`), [own], NOW],
    'upper-case': [spoiled((value) => value.toUpperCase()), [own], NOW],
    'unusable-secret': [whole, [''], NOW],
  };
  const publicHalf = (secret: string) =>
    recipe.algorithm === 'ed25519' ? Buffer.from(publicKeyOf(secret)).toString('hex') : secret;
  return Object.entries(variants).map(([id, [sent, keys, nowMs]]) => {
    const candidates = keys.map((value, index) => ({ id: String(index), value }));
    const accept = verify(scheme, sent, candidates, nowMs, nodeCrypto).status === 'verified';
    return { id: `${scheme.id}/signed-${id}`, request: sent, secrets: keys.map(publicHalf), nowMs, accept };
  });
}

function publicKeyOf(seed: string): Uint8Array {
  if (!seed.startsWith('seed:')) return new Uint8Array(0);
  return nodeCrypto.ed25519PublicKey(Buffer.from(seed.slice('seed:'.length), 'hex'));
}
