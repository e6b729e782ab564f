import { describe, expect, it } from 'vitest';
import { base64UrlOf, utf8Bytes } from '../../../../src/core/bytes.ts';
import { identifiedSecret } from '../../../../src/core/signature/identified-secret.ts';
import { parseJws } from '../../../../src/core/signature/jws.ts';
import type { SignedRequest } from '../../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../../src/main/crypto/node-crypto.ts';
import { judge, NOW, post } from '../../../support/signing.ts';

const SECRET = 'a shared secret';
const encode = (value: unknown) => base64UrlOf(utf8Bytes(JSON.stringify(value)));
const now = NOW / 1000;

/** Signed as `alg` says, whatever the claims. */
function token(header: Readonly<Record<string, unknown>>, claims: unknown, key: string = SECRET): string {
  const text = `${encode(header)}.${encode(claims)}`;
  const content = [utf8Bytes(text)];
  const [own] = nodeCrypto.readKeys(key);
  const signature =
    header.alg === 'none'
      ? new Uint8Array(0)
      : String(header.alg).startsWith('HS')
        ? nodeCrypto.hmac('sha256', utf8Bytes(key), content)
        : (own?.sign?.(header.alg === 'RS256' ? 'rsa-sha256' : 'ecdsa-sha256-raw', content) ?? new Uint8Array(0));
  return `${text}.${base64UrlOf(signature)}`;
}

const hash = (body: Uint8Array, encoding: 'hex' | 'base64') =>
  Buffer.from(nodeCrypto.hash('sha256', [body])).toString(encoding);
const HS = { alg: 'HS256', typ: 'JWT' };

describe('the algorithm', () => {
  const { body } = post();
  const claims = { iss: 'netlify', sha256: hash(body, 'hex') };
  const sent = (value: string) => post([['X-Webhook-Signature', value]]);

  it('is the scheme’s, never the token’s', () => {
    expect(judge('netlify', sent(token(HS, claims)), [SECRET]).status).toBe('verified');
    for (const alg of ['none', 'None', 'HS512', 'RS256', 'hs256', '']) {
      const verdict = judge('netlify', sent(token({ alg }, claims)), [SECRET]);
      expect(verdict, alg).toMatchObject({ status: 'failed', reason: 'unknown-version' });
    }
    expect(judge('netlify', sent(token({ alg: 'none' }, claims)), [])).toMatchObject({ status: 'failed' });
  });

  it('takes no public key for a shared secret', () => {
    const { secret, publicKey } = nodeCrypto.newKeyPair('rsa');
    const bodyClaim = { request_body_sha256: hash(body, 'base64') };
    const fusion = (value: string) => post([['X-FusionAuth-Signature-JWT', value]]);
    expect(judge('fusionauth', fusion(token({ alg: 'RS256' }, bodyClaim, secret)), [publicKey]).status).toBe(
      'verified',
    );
    const forged = fusion(token(HS, bodyClaim, publicKey));
    expect(judge('fusionauth', forged, [publicKey])).toMatchObject({ status: 'failed', reason: 'signature-mismatch' });
    expect(judge('netlify', sent(token(HS, claims, publicKey)), [publicKey])).toMatchObject({
      status: 'failed',
      reason: 'invalid-secret',
    });
    expect(judge('fusionauth', fusion(token(HS, bodyClaim)), [SECRET]).status).toBe('verified');
  });

  it('comes with a header that is understood whole', () => {
    for (const header of [{ ...HS, crit: ['b64'], b64: false }, { typ: 'JWT' }, [], 1, null]) {
      const text = `${encode(header)}.${encode(claims)}`;
      const mac = base64UrlOf(nodeCrypto.hmac('sha256', utf8Bytes(SECRET), [utf8Bytes(text)]));
      expect(judge('netlify', sent(`${text}.${mac}`), [SECRET]).reason).toBe('malformed-signature');
    }
  });
});

describe('parseJws', () => {
  const text = token(HS, { iss: 'netlify' });

  it('takes three strict parts and nothing else', () => {
    expect(parseJws(text)).toMatchObject({ algorithm: 'HS256', keyId: null, claims: { iss: 'netlify' } });
    for (const other of [
      `${text}.`,
      `${text}=`,
      ` ${text}`,
      text.replace('.', ''),
      `${text}.x`,
      `.${text}`,
      '..',
      '',
    ]) {
      expect(parseJws(other), other).toBeUndefined();
    }
  });

  it('takes each text for one signature: no unused bits, no other alphabet', () => {
    const [head = '', claims = ''] = text.split('.');
    expect(parseJws(`${head}.${claims}.AAB`)).toBeUndefined();
    expect(parseJws(`${head}.${claims}.AA+/`)).toBeUndefined();
    expect(parseJws(`${head}.${claims}.`)?.signature).toEqual(new Uint8Array(0));
  });
});

describe('claims', () => {
  const { body } = post();
  const usual = { iss: 'Upstash', sub: 'https://hooks.example.com/in', exp: now + 60, nbf: now, body: '' };
  const bodyClaim = Buffer.from(nodeCrypto.hash('sha256', [body])).toString('base64url');
  const sent = (claims: object): SignedRequest =>
    post([['Upstash-Signature', token(HS, { ...usual, body: bodyClaim, ...claims })]]);
  const reasonOf = (claims: object) => judge('upstash-qstash', sent(claims), [SECRET]).reason;

  it('have to fit the request and the moment', () => {
    expect(reasonOf({})).toBeNull();
    expect(reasonOf({ body: `${bodyClaim}=` })).toBeNull();
    expect(reasonOf({ iss: 'upstash' })).toBe('claim-mismatch');
    expect(reasonOf({ sub: 'https://hooks.example.com/in?' })).toBe('claim-mismatch');
    expect(reasonOf({ body: hash(body, 'hex') })).toBe('claim-mismatch');
    expect(reasonOf({ body: [bodyClaim] })).toBe('claim-mismatch');
    expect(reasonOf({ exp: now })).toBe('stale-timestamp');
    expect(reasonOf({ nbf: now + 1 })).toBe('future-timestamp');
    expect(reasonOf({ exp: String(now + 60) })).toBe('malformed-timestamp');
    expect(reasonOf({ exp: undefined })).toBe('missing-part');
    expect(reasonOf({ body: undefined })).toBe('missing-part');
  });

  it('are not judged before the signature: a wrong key is a wrong signature', () => {
    expect(judge('upstash-qstash', sent({ sub: 'x', exp: 1 }), ['other']).reason).toBe('signature-mismatch');
  });

  it('name the audience that was pasted, else the public URL', () => {
    const { secret, publicKey } = nodeCrypto.newKeyPair('rsa');
    const push = (aud: unknown) => {
      const claims = { iss: 'https://accounts.google.com', aud, exp: now + 60 };
      return post([['Authorization', `Bearer ${token({ alg: 'RS256' }, claims, secret)}`]], '{"subscription":"s"}');
    };
    const reason = (aud: unknown, key: string) => judge('google-pubsub', push(aud), [key]).reason;
    expect(reason('https://hooks.example.com/in', publicKey)).toBeNull();
    expect(reason(['a', 'https://hooks.example.com/in'], publicKey)).toBeNull();
    expect(reason('https://other.example.com/', publicKey)).toBe('claim-mismatch');
    expect(reason('my-audience', `my-audience\n${publicKey}`)).toBeNull();
    expect(reason('https://hooks.example.com/in', `my-audience\n${publicKey}`)).toBe('claim-mismatch');
    const unknown = { ...push('https://hooks.example.com/in'), url: null };
    expect(judge('google-pubsub', unknown, [publicKey])).toMatchObject({
      status: 'unchecked',
      reason: 'no-public-url',
    });
  });
});

describe('keys of a set', () => {
  const pair = () => nodeCrypto.newKeyPair('p256');
  const jwk = (pem: string, kid: string) => {
    const [key] = nodeCrypto.readKeys(pem);
    if (key === undefined) throw new Error('no key');
    return { pem, kid };
  };
  const [own, other] = [pair(), pair()];
  const set = (...keys: { pem: string; kid: string }[]) =>
    JSON.stringify(Object.fromEntries(keys.map(({ pem, kid }) => [kid, pem])));
  const { body } = post();
  const sent = (kid?: string) =>
    post([
      [
        'Plaid-Verification',
        token(
          { alg: 'ES256', ...(kid === undefined ? {} : { kid }) },
          { iat: now, request_body_sha256: hash(body, 'hex') },
          own.secret,
        ),
      ],
    ]);

  it('are chosen by the token’s key id; without that key nothing is checked', () => {
    const both = set(jwk(own.publicKey, 'a'), jwk(other.publicKey, 'b'));
    expect(judge('plaid', sent('a'), [both]).status).toBe('verified');
    expect(judge('plaid', sent('b'), [both])).toMatchObject({ status: 'failed', reason: 'signature-mismatch' });
    expect(judge('plaid', sent('c'), [both])).toMatchObject({ status: 'unchecked', reason: 'key-unavailable' });
    expect(judge('plaid', sent(), [both]).status).toBe('verified');
    expect(judge('plaid', sent('c'), [own.publicKey]).status).toBe('verified');
    expect(judge('plaid', sent('a'), [])).toMatchObject({ status: 'unchecked', reason: 'key-unavailable' });
  });
});

describe('an Atlassian Connect request', () => {
  it('is signed with method, path and sorted query, from the app’s base URL on (Atlassian’s own example)', () => {
    // "Understanding JWT for Connect apps": GET /path/to/service?zee_last=param&repeated=parameter 1&first=param&repeated=parameter 2
    const canonical = 'GET&/path/to/service&first=param&repeated=parameter%201,parameter%202&zee_last=param';
    const qsh = Buffer.from(nodeCrypto.hash('sha256', [utf8Bytes(canonical)])).toString('hex');
    const claims = { iss: 'client', exp: now + 60, qsh };
    const target = '/base/path/to/service?zee_last=param&repeated=parameter+1&first=param&jwt=x&repeated=parameter%202';
    const request: SignedRequest = {
      method: 'GET',
      target,
      url: `https://app.example.com${target}`,
      headers: [['Authorization', `JWT ${token(HS, claims)}`]],
      body: new Uint8Array(0),
    };
    expect(judge('jira-connect', request, [SECRET]).status).toBe('verified');
    expect(judge('jira-connect', { ...request, method: 'POST' }, [SECRET]).reason).toBe('claim-mismatch');
    expect(judge('jira-connect', { ...request, target: `${target}&a=1` }, [SECRET]).reason).toBe('claim-mismatch');
  });
});

describe('identifiedSecret', () => {
  it('takes an identifier from the first line or from before the first colon, where it looks like one', () => {
    const shape = /^\w+$/;
    expect(identifiedSecret('id:se:cret', shape)).toEqual({ identifier: 'id', secret: 'se:cret' });
    expect(identifiedSecret('id\n-----BEGIN X-----\ny', shape)).toEqual({
      identifier: 'id',
      secret: '-----BEGIN X-----\ny',
    });
    expect(identifiedSecret('https://x', /^API\w+$/)).toEqual({ identifier: null, secret: 'https://x' });
    expect(identifiedSecret(':x', shape)).toEqual({ identifier: null, secret: ':x' });
  });
});
