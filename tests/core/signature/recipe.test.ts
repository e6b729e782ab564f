import { describe, expect, it } from 'vitest';
import { lossyUtf8Text, utf8Bytes } from '../../../src/core/bytes.ts';
import { detect } from '../../../src/core/signature/detect.ts';
import { loadedOnce } from '../../../src/core/signature/loaded-once.ts';
import { recipeProblems, recipeSchema } from '../../../src/core/signature/recipe.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import type { Scheme } from '../../../src/core/signature/scheme.ts';
import { userScheme } from '../../../src/core/signature/schemes/generic-hmac.ts';
import { twilioUrls } from '../../../src/core/signature/schemes/twilio-url.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { parseTemplate } from '../../../src/core/signature/template.ts';
import { type SignedRequest, verify } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';

const NOW = 1_760_000_000_000;

function problems(recipe: unknown): readonly string[] {
  const parsed = recipeSchema.safeParse(recipe);
  return parsed.success ? [] : recipeProblems(parsed.error);
}

function built(recipe: unknown): Scheme {
  const scheme = userScheme(recipe);
  if (!scheme.ok) throw new Error(scheme.failure.join('; '));
  return scheme.value;
}

describe('a recipe', () => {
  const valid = { algorithm: 'hmac-sha256', signature: { names: ['X-My-Signature'] } };

  it('needs little, and defaults to a hex HMAC of the body', () => {
    const parsed = recipeSchema.parse(valid);
    expect(parsed).toMatchObject({ signed: '{body}', signature: { in: 'header', encoding: 'hex' } });
  });

  it.each<[unknown, string]>([
    [{ ...valid, algorithm: 'md5' }, 'algorithm is not a known algorithm'],
    [{ algorithm: 'hmac-sha1' }, 'signature Invalid input: expected object, received undefined'],
    [{ ...valid, signature: { names: [] } }, 'signature.names names no field'],
    [
      { ...valid, signature: { names: ['X My'] } },
      'signature.names has a name that is not a header name (letters, digits and hyphens)',
    ],
    [{ ...valid, signature: { names: ['X'], assign: '=' } }, 'signature needs both “assign” and “version”, or neither'],
    [{ ...valid, signed: '{body' }, 'signed has a “{” without its “}”'],
    [{ ...valid, signed: '{nonsense}' }, 'signed has the unknown token “{nonsense}”'],
    [{ ...valid, signed: '' }, 'signed is empty'],
    [
      { ...valid, timestamp: { in: 'header', name: 'T', toleranceSeconds: -1 } },
      'timestamp.toleranceSeconds is negative',
    ],
  ])('%j is refused in words', (recipe, problem) => {
    expect(problems(recipe)).toContain(problem);
    expect(userScheme(recipe)).toMatchObject({ ok: false });
  });

  it('makes a scheme that is detected, signs and verifies like a built-in one', () => {
    const scheme = built({
      algorithm: 'hmac-sha512',
      signature: { names: ['X-Acme-Signature'], separator: ';', assign: '=', version: 'h1', encoding: 'base64url' },
      timestamp: { in: 'signature', name: 'at', unit: 'ms', toleranceSeconds: 60 },
      signed:
        '{method} {path} {q?:v|v=||l} {h?:x-tenant|tenant:|;}{h:X-Acme-Nonce}{ts}{sig:n}{json:a.0}{form:x}{body}{body.json}',
      secret: { encoding: 'hex', strip: ['acme_'], hash: 'sha256' },
    });
    const request: SignedRequest = {
      method: 'PUT',
      target: '/x?v=AbC',
      url: null,
      headers: [['X-Tenant', '7']],
      body: utf8Bytes('{"a":[ "=&x=5" ]}'),
    };
    const signed = sign(scheme, request, 'acme_00ff', NOW, nodeCrypto);
    if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
    const sent = { ...request, headers: signed.value.headers };
    expect(signed.value.headers.at(-1)?.[1]).toMatch(/^at=1760000000000;n=msg_\w+;h1=[\w-]{86}$/);
    const status = (changed: SignedRequest, at = NOW) =>
      verify(scheme, changed, [{ id: 's', value: 'acme_00FF' }], at, nodeCrypto).status;
    expect(status(sent)).toBe('verified');
    expect(status({ ...sent, target: '/x?v=abc' })).toBe('verified');
    expect(status({ ...sent, target: '/x?v=abd' })).toBe('failed');
    expect(status({ ...sent, method: 'POST' })).toBe('failed');
    expect(status({ ...sent, headers: sent.headers.filter(([name]) => name !== 'X-Tenant') })).toBe('failed');
    expect(status(sent, NOW + 60_001)).toBe('failed');
    expect(detect(sent, [scheme])).toEqual([scheme]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['token', { algorithm: 'token', signature: { names: ['Authorization'], prefix: 'Bearer ' } }, 'abc def'],
    [
      'basic',
      {
        algorithm: 'basic',
        signature: { names: ['Authorization'], assign: ' ', version: 'Basic', encoding: 'base64' },
      },
      'user:pass',
    ],
    [
      'hash of content with the secret',
      { algorithm: 'hash-sha256', signature: { names: ['X-Sig'] }, signed: '{secret}{body}' },
      's3',
    ],
    [
      'positional timestamp',
      {
        algorithm: 'hmac-sha256',
        signature: { names: ['X-Sig'], separator: ',', positional: 'ts' },
        timestamp: { in: 'signature', name: 'ts', unit: 'ms', toleranceSeconds: 300 },
        signed: '{ts}.{body}',
      },
      's3',
    ],
    [
      'ISO timestamp',
      {
        algorithm: 'hmac-sha1',
        signature: { names: ['X-Sig'] },
        timestamp: { in: 'header', name: 'X-At', unit: 'iso', toleranceSeconds: 300 },
        signed: '{body}{ts}',
      },
      's3',
    ],
    [
      'timestamp in the body',
      {
        algorithm: 'hmac-sha256',
        signature: { names: ['X-Sig'] },
        timestamp: { in: 'json', name: 'at', unit: 's', toleranceSeconds: 300 },
      },
      's3',
    ],
    ['two headers', { algorithm: 'hmac-sha256', signature: { names: ['X-Sig', 'X-Sig-2'] } }, 's3'],
  ])('with %s signs and verifies', (_, recipe, secret) => {
    const scheme = built(recipe);
    const request = { method: 'POST', target: '/', url: null, headers: [], body: utf8Bytes(`{"at":${NOW / 1000}}`) };
    const signed = sign(scheme, request, secret, NOW, nodeCrypto);
    if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
    const sent = { ...request, headers: signed.value.headers };
    const reason = (value: string, at = NOW) => verify(scheme, sent, [{ id: 's', value }], at, nodeCrypto).reason;
    expect(reason(secret)).toBeNull();
    expect(reason(`${secret}x`)).toBe('signature-mismatch');
    if ('timestamp' in recipe) expect(reason(secret, NOW + 301_000)).toBe('stale-timestamp');
  });

  it('may number its headers', () => {
    const scheme = built({
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Acme-Signature-{n}'], encoding: 'base64' },
    });
    expect(scheme.info.headers).toEqual(['x-acme-signature-1']);
    const request = { method: 'POST', target: '/', url: null, headers: [], body: utf8Bytes('x') };
    const signed = sign(scheme, request, 's3', NOW, nodeCrypto);
    if (!signed.ok) throw new Error(signed.failure.code);
    const [[name, value] = ['', '']] = signed.value.headers;
    expect(name).toBe('X-Acme-Signature-1');
    const other = sign(scheme, request, 'old', NOW, nodeCrypto);
    const old = other.ok ? (other.value.headers[0]?.[1] ?? '') : '';
    const rotated = {
      ...request,
      headers: [
        [name, old],
        ['x-acme-signature-2', value],
      ] as const,
    };
    expect(verify(scheme, rotated, [{ id: 's', value: 's3' }], NOW, nodeCrypto).status).toBe('verified');
    expect(detect(rotated, [scheme])).toEqual([scheme]);
  });

  it('whose signature stands in the body signs by placing it there', () => {
    const scheme = built({
      algorithm: 'hmac-sha256',
      signature: { in: 'json', names: ['sig'] },
      signed: '{json:data}',
    });
    const mac = Buffer.from(nodeCrypto.hmac('sha256', utf8Bytes('s3'), [utf8Bytes('x')])).toString('hex');
    const request = {
      method: 'POST',
      target: '/',
      url: null,
      headers: [],
      body: utf8Bytes(`{"sig":"${mac}","data":"x"}`),
    };
    expect(verify(scheme, request, [{ id: 's', value: 's3' }], NOW, nodeCrypto).status).toBe('verified');
    const unsigned = { ...request, body: utf8Bytes('{ "data":"x" , "n":1.0}') };
    const signed = sign(scheme, unsigned, 's3', NOW, nodeCrypto);
    if (!signed.ok) throw new Error(signed.failure.code);
    expect(lossyUtf8Text(signed.value.body)).toBe(`{ "data":"x" , "n":1.0,"sig":"${mac}"}`);
    expect(sign(scheme, { ...request, body: utf8Bytes('x') }, 's3', NOW, nodeCrypto)).toMatchObject({
      ok: false,
      failure: { code: 'sign-missing' },
    });
  });

  it('cannot sign a body with a signature of the whole body in it', () => {
    const scheme = built({ algorithm: 'hmac-sha256', signature: { in: 'json', names: ['sig'] } });
    expect(scheme.info.canSign).toBe(false);
    expect(
      sign(
        scheme,
        { method: 'POST', target: '/', url: null, headers: [], body: utf8Bytes('{}') },
        's3',
        NOW,
        nodeCrypto,
      ),
    ).toMatchObject({ ok: false, failure: { code: 'scheme-cannot-sign' } });
  });

  it('may have a prefix that varies before its secret', () => {
    const scheme = built({
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Sig'] },
      secret: { strip: ['key-{word}-'] },
    });
    const request = { method: 'POST', target: '/', url: null, headers: [], body: utf8Bytes('{}') };
    const signatureOf = (secret: string) => {
      const signed = sign(scheme, request, secret, NOW, nodeCrypto);
      return signed.ok ? signed.value.headers[0]?.[1] : signed.failure.code;
    };
    expect(signatureOf('key-prod_1-abc')).toBe(signatureOf('abc'));
    expect(signatureOf('key-a-b-c')).toBe(signatureOf('b-c'));
    expect(signatureOf('key--abc')).not.toBe(signatureOf('abc'));
    expect(signatureOf('key-abc')).not.toBe(signatureOf('abc'));
    expect(signatureOf('key-prod-')).toBe('secret-invalid');
  });

  it('may write its time as an HTTP date and reads ISO 8601 too', () => {
    const scheme = built({
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Sig'] },
      timestamp: { in: 'header', name: 'X-Date', unit: 'http-date', toleranceSeconds: 300 },
      signed: '{ts}{body}',
    });
    const request = { method: 'POST', target: '/', url: null, headers: [], body: utf8Bytes('{}') };
    const signed = sign(scheme, request, 's3', NOW + 999, nodeCrypto);
    if (!signed.ok) throw new Error(signed.failure.code);
    expect(signed.value.headers[0]).toEqual(['X-Date', new Date(NOW).toUTCString()]);
    const reason = (date: string, at = NOW) => {
      const mac = Buffer.from(nodeCrypto.hmac('sha256', utf8Bytes('s3'), [utf8Bytes(`${date}{}`)])).toString('hex');
      const sent = {
        ...request,
        headers: [
          ['X-Date', date],
          ['X-Sig', mac],
        ] as const,
      };
      return verify(scheme, sent, [{ id: 's', value: 's3' }], at, nodeCrypto).reason;
    };
    const date = new Date(NOW).toUTCString();
    expect(reason(date)).toBeNull();
    expect(reason(date, NOW + 300_999)).toBeNull();
    expect(reason(date, NOW + 301_000)).toBe('stale-timestamp');
    expect(reason(new Date(NOW).toISOString())).toBeNull();
    for (const wrong of [
      date.replace(/^.../, 'Xyz'),
      `${NOW / 1000}`,
      'Sun, 06 Nov 1994 08:49:37 +0000',
      'Tue, 31 Feb 2026 00:00:00 GMT',
    ]) {
      expect(reason(wrong), wrong).toBe('malformed-timestamp');
    }
  });
});

describe('built-in schemes', () => {
  it('have ids of their own and tell what to paste', () => {
    expect(new Set(schemes.map(({ id }) => id)).size).toBe(schemes.length);
    for (const { info, id, kind, name } of schemes) {
      expect(info).toMatchObject({ id, kind, name });
      expect(info.headers).toEqual(info.headers.map((header) => header.toLowerCase()));
      expect(info.secretHint).toMatch(/\.$/);
    }
  });
});

describe('a template', () => {
  it('splits into tokens', () => {
    const parsed = parseTemplate('v0:{ts}:{h?:X-Id|id:|;}');
    expect(parsed.ok && parsed.value).toEqual([
      { kind: 'literal', text: 'v0:' },
      { kind: 'timestamp' },
      { kind: 'literal', text: ':' },
      { kind: 'header', name: 'X-Id', optional: true, before: 'id:', after: ';', lowerCase: false },
    ]);
  });

  it.each(['}', 'a}b', '{', '{}', '{h:}', '{h:a|b|c}', '{q?:a|b|c|x}', '{constructor}', '{sig?:a}'])(
    '%j is refused',
    (text) => {
      expect(parseTemplate(text).ok).toBe(false);
    },
  );
});

describe('what a recipe forbids', () => {
  it('names headers and nothing that every object has', () => {
    const recipe = {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Signature'] },
      signed: '{h:constructor}.{body}',
      forbidden: { 'x-id': '.' },
    } as const;
    const own = built(recipe);
    const request = {
      method: 'POST',
      target: '/',
      url: null,
      headers: [['constructor', 'a.b']],
      body: utf8Bytes('{}'),
    } as const;
    const forged = sign(own, request, 'secret', 0, nodeCrypto);
    if (!forged.ok) throw new Error('not signed');
    const checked = { ...request, headers: forged.value.headers };
    expect(verify(own, checked, [{ id: 's', value: 'secret' }], 0, nodeCrypto).status).toBe('verified');
  });
});

describe('a key', () => {
  it('is read once for each secret, and again when its text changed', () => {
    let read = 0;
    const load = loadedOnce((secret) => {
      read++;
      return { ok: true, value: secret };
    });
    const secret = { id: 's', value: 'one' };
    expect([load(secret, nodeCrypto), load(secret, nodeCrypto), read]).toEqual([
      { ok: true, value: 'one' },
      { ok: true, value: 'one' },
      1,
    ]);
    secret.value = 'two';
    expect(load(secret, nodeCrypto)).toEqual({ ok: true, value: 'two' });
    expect(load({ id: 's', value: 'two' }, { ...nodeCrypto })).toEqual({ ok: true, value: 'two' });
    expect(read).toBe(3);
  });
});

describe('the URLs Twilio may have signed', () => {
  it.each([
    ['https://a.example/x?b=1', ['https://a.example/x?b=1', 'https://a.example:443/x?b=1']],
    ['http://a.example:8080/x', ['http://a.example:8080/x', 'http://a.example/x']],
    ['https://u:p@a.example/x', ['https://u:p@a.example/x', 'https://u:p@a.example:443/x']],
    ['https://[::1]/x', ['https://[::1]/x', 'https://[::1]:443/x']],
    ['not a URL', ['not a URL']],
  ])('%s', (url, expected) => {
    expect([...twilioUrls(url)]).toEqual(expected);
  });

  it('writes the query as received, as a URL parser does, and as form libraries do', () => {
    const urls = twilioUrls("https://a.example/x?q=it's%20(1)~&e=a@b");
    expect(urls).toContain('https://a.example/x?q=it%27s%20(1)~&e=a@b');
    expect(urls).toContain("https://a.example/x?q=it's%20(1)~&e=a%40b");
  });

  it('writes host and path as a URL parser does, and leaves the user name alone', () => {
    for (const url of ['HTTPS://A.Example/X y/ü"<>`{}|^~', 'https://User:Pass@A.Example/x', 'https://a.example']) {
      expect(twilioUrls(url)).toContain(new URL(url).href);
    }
  });

  it('agrees with the platform’s URL parser and querystring on arbitrary queries', async () => {
    const { stringify, parse } = await import('node:querystring');
    for (const query of ['a=1&b=2', 'x=\'"<>`{}|^', 'q=a+b&r=%7e%7E%41', 'a=ü€😀', 'a', 'a=b=c', 'p=%zz&s=100%']) {
      const urls = twilioUrls(`https://a.example/x?${query}`);
      expect(urls).toContain(new URL(`https://a.example/x?${query}`).href);
      expect(urls).toContain(`https://a.example/x?${stringify(parse(query))}`);
    }
  });
});
