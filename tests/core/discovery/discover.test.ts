import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { type DiscoveryRequest, discover } from '../../../src/core/discovery/discover.ts';
import type { FoundRecipe } from '../../../src/core/discovery/discovery.ts';
import type { RecipeInput } from '../../../src/core/signature/recipe.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';

const port = { crypto: nodeCrypto, now: () => performance.now() };
const SECRET = 'acme-secret';
const AT = 1_760_000_000;

const hmac = (text: string, key: string | Uint8Array = SECRET, hash = 'sha256') =>
  createHmac(hash, key).update(text).digest('hex');

function request(headers: Readonly<Record<string, string>>, body: string, target = '/in'): DiscoveryRequest {
  const url = `https://hooks.example.com${target}`;
  return {
    request: { method: 'POST', target, url, headers: Object.entries(headers), body: utf8Bytes(body) },
    receivedAtMs: AT * 1000,
  };
}

function found(requests: readonly DiscoveryRequest[], secret = SECRET): readonly FoundRecipe[] {
  return discover({ requests, secret, schemes: [] }, port, 60_000).recipes;
}

const recipesOf = (requests: readonly DiscoveryRequest[], secret = SECRET): readonly RecipeInput[] =>
  found(requests, secret).map(({ recipe }) => recipe);

const two = (make: (index: number) => DiscoveryRequest) => [make(0), make(1)];

describe('what the requests do not tell apart', () => {
  const body = (index: number) => `{"n":${index}}`;
  const sent = (index: number, other: number) =>
    request(
      {
        'X-Acme-Time': String(AT + index),
        'X-Sent-Time': String(AT + other),
        'X-Acme-Mac': hmac(`${AT + index}.${body(index)}`),
      },
      body(index),
    );

  it('remains side by side, and another capture decides', () => {
    const times = (recipes: readonly RecipeInput[]) => recipes.map(({ timestamp }) => timestamp?.name);
    expect(times(recipesOf([sent(0, 0), sent(5, 5)]))).toEqual(['X-Acme-Time', 'X-Sent-Time']);
    expect(times(recipesOf([sent(0, 0), sent(5, 6)]))).toEqual(['X-Acme-Time']);
  });

  it('a fixed text and a header that always holds it', () => {
    const versioned = (index: number) =>
      request(
        {
          'X-Acme-Version': 'v0',
          'X-Acme-Time': String(AT + index),
          'X-Acme-Mac': hmac(`v0:${AT + index}:${body(index)}`),
        },
        body(index),
      );
    expect(recipesOf(two(versioned)).map(({ signed }) => signed)).toEqual([
      'v0:{ts}:{body}',
      '{h:X-Acme-Version}:{ts}:{body}',
    ]);
  });

  it('two headers with the same signature', () => {
    const doubled = (index: number) =>
      request({ 'X-Acme-Mac': hmac(body(index)), 'X-Signature': hmac(body(index)) }, body(index));
    expect(
      recipesOf(two(doubled))
        .flatMap(({ signature }) => signature.names)
        .toSorted(),
    ).toEqual(['X-Acme-Mac', 'X-Signature']);
  });

  it('is bounded', () => {
    const copies = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`X-Mac-${index}`, hmac('{}')]));
    expect(found([request(copies, '{}')])).toHaveLength(12);
  });
});

describe('where a signature stands and how it is written', () => {
  const cases: readonly (readonly [string, (mac: string) => Readonly<Record<string, string>>, object])[] = [
    ['bare', (mac) => ({ 'X-Mac': mac }), {}],
    ['in upper case', (mac) => ({ 'X-Mac': mac.toUpperCase() }), {}],
    ['after a name', (mac) => ({ 'X-Mac': `sha256=${mac}` }), { assign: '=', version: 'sha256' }],
    ['after a word', (mac) => ({ Authorization: `HMAC ${mac}` }), { assign: ' ', version: 'HMAC' }],
    ['in a list', (mac) => ({ 'X-Mac': `kid=a; sig=${mac}` }), { separator: ';', assign: '=', version: 'sig' }],
    ['after a prefix', (mac) => ({ 'X-Mac': `acme/2!${mac}` }), { prefix: 'acme/2!' }],
  ];
  it.each(cases)('%s', (_, headers, shape) => {
    const [recipe] = recipesOf(two((index) => request(headers(hmac(`body ${index}`)), `body ${index}`)));
    expect(recipe).toEqual({
      algorithm: 'hmac-sha256',
      signature: { names: [expect.any(String)], encoding: 'hex', ...shape },
    });
  });

  it('a list of which only one capture shows more than one', () => {
    const headers = (index: number) => {
      const mac = `v1=${hmac(`body ${index}`)}`;
      return { 'X-Mac': index === 0 ? mac : `${mac},v1=${'0'.repeat(64)}` };
    };
    expect(recipesOf(two((index) => request(headers(index), `body ${index}`)))[0]?.signature).toEqual({
      names: ['X-Mac'],
      separator: ',',
      assign: '=',
      version: 'v1',
      encoding: 'hex',
    });
  });

  it('in a field of the body', () => {
    const json = (index: number) => {
      const [time, token] = [AT + index, `token ${index}`];
      return request(
        {},
        JSON.stringify({ check: { time, token, signature: hmac(`${time}${token}`) }, data: { index } }),
      );
    };
    expect(recipesOf(two(json))[0]).toEqual({
      algorithm: 'hmac-sha256',
      signature: { in: 'json', names: ['check.signature'], encoding: 'hex' },
      signed: '{ts}{json:check.token}',
      timestamp: { in: 'json', name: 'check.time', unit: 's', toleranceSeconds: 300 },
    });
    const form = (index: number) =>
      request(
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        `order=${index}&amount=1${index}&sign=${hmac(`${index}|1${index}`)}`,
      );
    expect(recipesOf(two(form))[0]).toMatchObject({
      signature: { in: 'form', names: ['sign'] },
      signed: '{form:order}|{form:amount}',
    });
  });
});

describe('what else a recipe can say', () => {
  const signed = (content: (index: number) => string, hash = (text: string) => hmac(text)) =>
    recipesOf(
      two((index) =>
        request({ 'X-Nonce': `n-${index}`, 'X-Mac': hash(content(index)) }, `body ${index}`, `/in/${index}?a=${index}`),
      ),
    );

  it('contents of address, method and headers', () => {
    const url = (index: number) => `https://hooks.example.com/in/${index}?a=${index}`;
    expect(signed((index) => `${url(index)}body ${index}`)[0]?.signed).toBe('{url}{body}');
    expect(signed((index) => `POST\n/in/${index}\nn-${index}\nbody ${index}`)[0]?.signed).toBe(
      '{method}\n{path}\n{h:X-Nonce}\n{body}',
    );
    expect(signed((index) => `hmacsha256=body ${index}`)[0]?.signed).toBe('hmacsha256={body}');
    expect(signed((index) => `n-${index}\n`)[0]?.signed).toBe('{h:X-Nonce}\n');
  });

  it('parts with their names, and a separator of its own in each gap', () => {
    const timed = (content: (time: string, index: number) => string) =>
      recipesOf(
        two((index) => {
          const time = String(AT + index * 7);
          const headers = { 'X-Time': time, 'X-Nonce': `n-${index}`, 'X-Mac': hmac(content(time, index)) };
          return request(headers, `body ${index}`, `/in/${index}`);
        }),
      )[0]?.signed;
    expect(timed((time, index) => `timestamp=${time}&nonce=n-${index}`)).toBe('timestamp={ts}&nonce={h:X-Nonce}');
    expect(timed((time, index) => `x-nonce:n-${index};x-time:${time};`)).toBe('x-nonce:{h:X-Nonce};x-time:{ts};');
    expect(timed((time, index) => `POST/in/${index}\n${time}.body ${index}`)).toBe('{method}{path}\n{ts}.{body}');
  });

  it('a plain hash with the secret in it', () => {
    const plain = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(signed((index) => `${SECRET}body ${index}`, plain)[0]).toMatchObject({
      algorithm: 'hash-sha256',
      signed: '{secret}{body}',
    });
    expect(signed((index) => `n-${index}.${SECRET}.body ${index}`, plain)[0]?.signed).toBe(
      '{h:X-Nonce}.{secret}.{body}',
    );
  });

  it('the secret itself', () => {
    const sends = (headers: Readonly<Record<string, string>>) =>
      recipesOf(two((index) => request(headers, `${index}`)));
    expect(sends({ 'X-Token': SECRET })).toEqual([{ algorithm: 'token', signature: { names: ['X-Token'] } }]);
    expect(sends({ Authorization: `Bearer ${SECRET}` })).toEqual([
      { algorithm: 'token', signature: { names: ['Authorization'], assign: ' ', version: 'Bearer' } },
    ]);
    const basic = Buffer.from(SECRET).toString('base64');
    expect(sends({ Authorization: `Basic ${basic}` })[0]).toMatchObject({ algorithm: 'basic' });
  });

  it('a key that HMAC hashes by itself is the secret’s text', () => {
    const long = 'k'.repeat(80);
    const requests = two((index) => request({ 'X-Mac': hmac(`${index}`, long) }, `${index}`));
    expect(recipesOf(requests, long)).toEqual([
      { algorithm: 'hmac-sha256', signature: { names: ['X-Mac'], encoding: 'hex' } },
    ]);
  });

  it('old captures prove as well as new ones', () => {
    const old = (index: number) => {
      const time = String(1_400_000_000 + index * 1_000_000);
      return request({ 'X-Time': time, 'X-Mac': hmac(`${time}.b`) }, 'b');
    };
    expect(found(two(old))[0]).toMatchObject({ provedOn: [0, 1], recipe: { timestamp: { toleranceSeconds: 300 } } });
  });
});

describe('with the catalogue', () => {
  const requests = two((index) => request({ 'X-Hub-Signature-256': `sha256=${hmac(`${index}`)}` }, `${index}`));

  it('a scheme that signs so is named, once for all of its wire format', () => {
    const { recipes } = discover({ requests, secret: SECRET, schemes }, port, 60_000);
    expect(recipes.map(({ scheme }) => scheme)).toEqual(['github']);
    const [ignored] = found(requests);
    expect(ignored).toMatchObject({ scheme: null, provedOn: [0, 1] });
  });

  it('what it does not know is searched for', () => {
    const own = two((index) => request({ 'X-Acme-Mac': hmac(`${index}`) }, `${index}`));
    const { recipes } = discover({ requests: own, secret: SECRET, schemes }, port, 60_000);
    expect(recipes).toEqual([expect.objectContaining({ scheme: null })]);
  });
});

it('finds nothing in nothing', () => {
  const nothing = { recipes: [], tried: 0, complete: true };
  expect(discover({ requests: [], secret: SECRET, schemes }, port, 1000)).toEqual(nothing);
  expect(discover({ requests: [request({}, '')], secret: '', schemes }, port, 1000)).toEqual(nothing);
});

it('puts the simplest of several first, and a field of the body beside the whole body last', () => {
  const body = JSON.stringify({ created: AT, id: 'evt_1' });
  const headers = { 'X-Time': String(AT), 'X-Version': 'v0', 'X-Mac': hmac(`v0:${AT}:${body}`) };
  const recipes = recipesOf([request(headers, body)]);
  expect(recipes.map(({ signed, timestamp }) => `${signed} ${timestamp?.name ?? ''}`)).toEqual([
    'v0:{ts}:{body} X-Time',
    '{h:X-Version}:{ts}:{body} X-Time',
    'v0:{ts}:{body} created',
    '{h:X-Version}:{ts}:{body} created',
  ]);
});

it('finds a signature over a header that holds the body’s hash', () => {
  const make = (index: number) => {
    const body = `{"n":${index}}`;
    const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`;
    const date = `Thu, 09 Oct 2025 08:5${index}:20 GMT`;
    const mac = hmac(`POST\n/in\n${date}\n${digest}`);
    return request({ Date: date, Digest: digest, 'X-Auth': mac }, body);
  };
  expect(recipesOf(two(make))).toMatchObject([{ signed: '{method}\n{path}\n{ts}\n{h:Digest}' }]);
});
