import { describe, expect, it } from 'vitest';
import { latin1Text, utf8Bytes } from '../../../../src/core/bytes.ts';
import { signatureBase } from '../../../../src/core/signature/message-components.ts';
import { requestParts } from '../../../../src/core/signature/request-parts.ts';
import { parseDictionary } from '../../../../src/core/signature/structured-fields.ts';
import type { SignedRequest } from '../../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../../src/main/crypto/node-crypto.ts';
import { judge, NOW, post, signed } from '../../../support/signing.ts';

/** The test request of RFC 9421, appendix B.2; without its body, which these two signatures do not cover. */
const created = 1_618_884_473_000;
const request: SignedRequest = {
  method: 'POST',
  target: '/foo?param=Value&Pet=dog',
  url: 'https://example.com/foo?param=Value&Pet=dog',
  headers: [
    ['Host', 'example.com'],
    ['Date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
    ['Content-Type', 'application/json'],
    ['Content-Length', '18'],
  ],
  body: new Uint8Array(0),
};
const withSignature = (input: string, signature: string, base = request): SignedRequest => ({
  ...base,
  headers: [...base.headers, ['Signature-Input', input], ['Signature', signature]],
});

describe('known answers of RFC 9421', () => {
  it('HMAC with a shared secret (appendix B.2.5)', () => {
    const secret = 'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==';
    const sent = withSignature(
      'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
      'sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:',
    );
    expect(judge('rfc9421', sent, [secret], created).status).toBe('verified');
    expect(judge('rfc9421', sent, [`base64:${secret}`], created).status).toBe('verified');
    expect(judge('rfc9421', sent, [`text:${secret}x`], created).reason).toBe('signature-mismatch');
  });

  it('Ed25519 (appendix B.2.6)', () => {
    const key =
      '{"kty":"OKP","crv":"Ed25519","kid":"test-key-ed25519","x":"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"}';
    const sent = withSignature(
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
    );
    expect(judge('rfc9421', sent, [key], created).status).toBe('verified');
    expect(judge('rfc9421', { ...sent, method: 'PUT' }, [key], created).reason).toBe('signature-mismatch');
    expect(judge('rfc9421', sent, [key], created + 301_000).reason).toBe('stale-timestamp');
    expect(judge('rfc9421', sent, [key], created - 301_000).reason).toBe('future-timestamp');
  });

  it('derived components (section 2.2)', () => {
    const url =
      'https://www.example.com/path?param=value&foo=bar&baz=batman&qux=&var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something';
    const parts = requestParts({ ...request, url, target: url.slice(23) });
    const lines = (list: string) => {
      const member = parseDictionary(`s=(${list})`)?.get('s');
      if (member === undefined) throw new Error('not a list');
      const { content, problem } = signatureBase(member, parts);
      return (
        problem?.reason ??
        content
          .map(({ bytes }) => latin1Text(bytes))
          .join('')
          .split('\n')
          .slice(0, -1)
      );
    };
    expect(lines('"@method" "@authority" "@scheme" "@path"')).toEqual([
      '"@method": POST',
      '"@authority": www.example.com',
      '"@scheme": https',
      '"@path": /path',
    ]);
    expect(lines('"@query-param";name="baz" "@query-param";name="qux" "@query-param";name="bar"')).toEqual([
      '"@query-param";name="baz": batman',
      '"@query-param";name="qux": ',
      '"@query-param";name="bar": with%20plus%20whitespace',
    ]);
    expect(lines('"@query-param";name="var" "@query-param";name="fa%C3%A7ade%22%3A%20"')).toEqual([
      '"@query-param";name="var": this%20is%20a%20big%0Amultiline%20value',
      '"@query-param";name="fa%C3%A7ade%22%3A%20": something',
    ]);
    for (const list of [
      '"@status"',
      '"@method";req',
      '"x-none"',
      '"date";sf',
      '"Date"',
      '"@query-param";name="none"',
    ]) {
      expect(lines(list), list).toBe('missing-part');
    }
    expect(lines('"date" "date"')).toBe('malformed-signature');
    expect(lines('date')).toBe('malformed-signature');
  });
});

describe('the policy', () => {
  const SECRET = 'a shared secret';
  const sent = signed('rfc9421', SECRET);
  const replaced = (name: string, change: (value: string) => string) => ({
    ...sent,
    headers: sent.headers.map(([key, value]) => [key, key === name ? change(value) : value] as const),
  });

  /** Signed by hand, with whatever the input covers. */
  function by(input: string, base = post()): SignedRequest {
    const member = parseDictionary(`s=${input}`)?.get('s');
    if (member === undefined) throw new Error('not a list');
    const content = signatureBase(member, requestParts(base)).content.map(({ bytes }) => bytes);
    const mac = Buffer.from(nodeCrypto.hmac('sha256', utf8Bytes(SECRET), content)).toString('base64');
    return withSignature(`s=${input}`, `s=:${mac}:`, base);
  }
  const at = `created=${NOW / 1000}`;
  const reasonOf = (one: SignedRequest) => judge('rfc9421', one, [SECRET]).reason;
  const empty = { ...post(), body: new Uint8Array(0) };

  it('wants a digest that is the body’s, and covered where the secret says so', () => {
    expect(reasonOf(sent)).toBeNull();
    expect(reasonOf({ ...sent, body: utf8Bytes('{}') })).toBe('claim-mismatch');
    const digest = (value: string) => post([['Content-Digest', value]]);
    expect(reasonOf(by(`("content-digest");${at}`, digest('md5=:AAAA:')))).toBe('claim-mismatch');
    for (const list of ['("content-digest")', '("@method")']) {
      expect(reasonOf(by(`${list};${at}`, digest('sha-256=:AAAA:')))).toBe('claim-mismatch');
    }
    expect(reasonOf(replaced('Content-Digest', (value) => value.replace('sha-256', 'sha-512')))).toBe(
      'signature-mismatch',
    );
    const partly = by(`("@method" "@path");${at}`);
    const strict = (list: string) => judge('rfc9421', partly, [`${list}\n${SECRET}`]);
    expect(strict('("@path" "@method")').reason).toBeNull();
    expect(strict('("@method" "content-digest")')).toMatchObject({
      status: 'failed',
      reason: 'missing-part',
      detail: '"content-digest" in Signature-Input',
    });
    expect(strict('("@method" content digest ")').reason).toBe('invalid-secret');
    expect(judge('rfc9421', sent, [`("@method" "content-digest")\n${SECRET}`]).reason).toBeNull();
  });

  it('wants something covered, and a time', () => {
    expect(reasonOf(by(`();${at}`, empty))).toBe('missing-part');
    expect(reasonOf(by('("@method")', empty))).toBe('missing-timestamp');
    expect(reasonOf(by('("@method");created="now"', empty))).toBe('malformed-timestamp');
    expect(reasonOf(by(`("@method");expires=${NOW / 1000 + 1}`, empty))).toBeNull();
    expect(reasonOf(by(`("@method");expires=${NOW / 1000 - 1}`, empty))).toBe('stale-timestamp');
  });

  it('lets the message’s algorithm agree with the key, never choose it', () => {
    expect(reasonOf(by(`("@method");${at};alg="hmac-sha256"`, empty))).toBeNull();
    expect(reasonOf(by(`("@method");${at};alg="ed25519"`, empty))).toBe('signature-mismatch');
    const { publicKey } = nodeCrypto.newKeyPair('ed25519');
    const member = parseDictionary(`s=("@method");${at};alg="hmac-sha256"`)?.get('s');
    if (member === undefined) throw new Error('not a list');
    const content = signatureBase(member, requestParts(empty)).content.map(({ bytes }) => bytes);
    const mac = Buffer.from(nodeCrypto.hmac('sha256', utf8Bytes(publicKey), content)).toString('base64');
    const forged = withSignature(`s=${member.raw}`, `s=:${mac}:`, empty);
    expect(judge('rfc9421', forged, [publicKey]).status).toBe('failed');
  });

  it('takes any of several labelled signatures', () => {
    const one = by(`("@method");${at}`, empty);
    const both = {
      ...one,
      headers: one.headers.map(([name, value]) =>
        name === 'Signature'
          ? ([name, `other=:AAAA:, ${value}`] as const)
          : name === 'Signature-Input'
            ? ([name, `other=("x-none");${at}, ${value}`] as const)
            : ([name, value] as const),
      ),
    };
    expect(reasonOf(both)).toBeNull();
  });
});

describe('parseDictionary', () => {
  it('reads what RFC 9651 allows and refuses the rest', () => {
    expect([...(parseDictionary('a=1, b;x="y\\"", c=(), d=:AAA=:, e=?0, f=tok/en') ?? []).keys()]).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
    ]);
    expect(parseDictionary('')?.size).toBe(0);
    for (const text of [
      'A=1',
      'a=',
      'a=1,',
      'a=1 b=2',
      'a=("x"',
      'a=("x""y")',
      'a=:A:',
      'a="é"',
      'a=?2',
      ',',
      'a=1;=2',
    ]) {
      expect(parseDictionary(text), text).toBeNull();
    }
  });
});
