import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes, latin1Text } from '../../../src/core/bytes.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import type { HttpRequest } from '../../../src/core/http/message.ts';
import { parseRawRequest, serialiseRequest } from '../../../src/core/http/raw-message.ts';

function parsed(text: string): HttpRequest {
  const result = parseRawRequest(latin1Bytes(text));
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

function problemOf(text: string): string {
  const result = parseRawRequest(latin1Bytes(text));
  if (result.ok || result.failure.code !== 'request-file-invalid') throw new Error(`accepted: ${text}`);
  return result.failure.problem;
}

describe('parseRawRequest', () => {
  it('keeps case, order, duplicates and the target as they stand, and trims only the white space around values', () => {
    const request = parsed(
      'POST /a/../b//c?x=%zz#f HTTP/1.1\r\nHost: h\r\nx-A:  1 \t\r\nX-a:\t2\r\nEmpty:\r\nX-Bytes: \xe9\xff\r\n\r\n{"a": 1}\r\n',
    );
    expect(request.method).toBe('POST');
    expect(request.target).toBe('/a/../b//c?x=%zz#f');
    expect(request.httpVersion).toBe('1.1');
    expect(request.headers).toEqual([
      ['Host', 'h'],
      ['x-A', '1'],
      ['X-a', '2'],
      ['Empty', ''],
      ['X-Bytes', '\xe9\xff'],
    ]);
    expect(latin1Text(request.body)).toBe('{"a": 1}\r\n');
  });

  it('takes everything after the empty line as the body when no length is given', () => {
    expect(latin1Text(parsed('POST / HTTP/1.1\nA: b\n\nline\r\n\nx\n').body)).toBe('line\r\n\nx\n');
  });

  it('obeys Content-Length and lets an editor’s last line break pass', () => {
    expect(latin1Text(parsed('POST / HTTP/1.1\nContent-Length: 5\n\nhello\n').body)).toBe('hello');
    expect(latin1Text(parsed('POST / HTTP/1.1\nContent-Length: 6\n\nhello\n').body)).toBe('hello\n');
    expect(problemOf('POST / HTTP/1.1\nContent-Length: 5\n\nhello, you')).toMatch(/5 more bytes follow/);
    expect(problemOf('POST / HTTP/1.1\nContent-Length: 50\n\nhello')).toMatch(/says 50 bytes, but the body has 5/);
  });

  it('decodes chunks with extensions and keeps trailers', () => {
    const request = parsed(
      'POST / HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n5;x="y"\r\nhello\r\n1 \r\n!\r\n0\r\nX-T: 1\r\nx-t: 2\r\n\r\n',
    );
    expect(latin1Text(request.body)).toBe('hello!');
    expect(request.trailers).toEqual([
      ['X-T', '1'],
      ['x-t', '2'],
    ]);
  });

  it('reads what the listener’s parser accepts: several spaces, empty lines before, HTTP/0.9', () => {
    expect(parsed('\r\n\r\nGET   /x   HTTP/1.0\r\n\r\n')).toMatchObject({ target: '/x', httpVersion: '1.0' });
    expect(parsed('GET /x\r\n\r\n')).toMatchObject({ target: '/x', httpVersion: '0.9' });
  });

  it.each([
    ['', /empty/],
    ['\r\n\r\n', /only empty lines/],
    ['\xef\xbb\xbfGET / HTTP/1.1\r\n\r\n', /byte-order mark/],
    ['{"a":1}\n', /first line is not/],
    ['HTTP/1.1 200 OK\n\n', /first line is not/],
    ['G(T / HTTP/1.1\n\n', /is not a method/],
    ['GET /a\x01b HTTP/1.1\n\n', /control character/],
    ['GET / HTTP/1.1\nA: b', /no empty line/],
    ['GET / HTTP/1.1\nA: b\n c\n\n', /line 3 continues .*obsolete folding/],
    ['GET / HTTP/1.1\nno colon\n\n', /line 2 has no colon/],
    ['GET / HTTP/1.1\nA : b\n\n', /line 2 has no valid header name/],
    ['GET / HTTP/1.1\n: b\n\n', /no valid header name/],
    ['GET / HTTP/1.1\nA: b\0c\n\n', /NUL or CR/],
    ['GET / HTTP/1.1\nA: b\rc\n\n', /NUL or CR/],
    ['POST / HTTP/1.1\nContent-Length: 1\nContent-Length: 1\n\nx', /more than one Content-Length/],
    ['POST / HTTP/1.1\nContent-Length: +1\n\nx', /not a number/],
    ['POST / HTTP/1.1\nContent-Length: 1\nTransfer-Encoding: chunked\n\nx', /both/],
    ['POST / HTTP/1.1\nTransfer-Encoding: chunked, identity\n\nx', /does not end in/],
    ['POST / HTTP/1.1\nTransfer-Encoding: chunked\n\nzz\n', /not a chunk size/],
    ['POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n5\nabc', /ends inside a chunk/],
    ['POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n2\nabc\n0\n\n', /longer than its size/],
    ['POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n3\nabc\n', /no last chunk/],
    ['POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\nmore', /4 more bytes/],
  ])('refuses %j with a reason', (text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof parseRawRequest(bytes).ok === 'boolean'),
    );
  });
});

describe('serialiseRequest', () => {
  const request: HttpRequest = {
    method: 'POST',
    target: '/x?y',
    httpVersion: '1.1',
    headers: [['hOst', 'h']],
    body: latin1Bytes('a\0b'),
    trailers: [],
  };

  it('writes the head as given and the body as it is', () => {
    expect(serialiseRequest(request)).toEqual({
      ok: true,
      value: latin1Bytes('POST /x?y HTTP/1.1\r\nhOst: h\r\n\r\na\0b'),
    });
  });

  it('frames the body when the headers say chunked', () => {
    const chunked = { ...request, headers: [['Transfer-Encoding', 'chunked']], trailers: [['T', '1']] } as const;
    expect(serialiseRequest(chunked)).toEqual({
      ok: true,
      value: latin1Bytes('POST /x?y HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\0b\r\n0\r\nT: 1\r\n\r\n'),
    });
  });

  it.each<Partial<HttpRequest>>([
    { headers: [['A', 'b\r\nC: d']] },
    { headers: [['A', 'b\0']] },
    { headers: [['A\r\nB', 'c']] },
    { headers: [['A: b', 'c']] },
    { headers: [['', 'c']] },
    { headers: [['A', 'ł']] },
    { target: '/a b' },
    { target: '/a\r\nHost: x' },
    { target: '' },
    { method: 'GET /' },
    { httpVersion: '1.1\r\n' },
    { trailers: [['A', 'b']] },
    { headers: [['Transfer-Encoding', 'chunked']], trailers: [['A', 'b\n']] },
  ])('refuses %j', (change) => {
    expect(serialiseRequest({ ...request, ...change })).toMatchObject({ failure: { code: 'request-unsendable' } });
  });

  const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,12}$/);
  const value = fc.stringMatching(/^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]{0,20}[\x21-\x7e\x80-\xff])?)?$/);
  const field = fc
    .tuple(token, value)
    .filter(([name]) => !/^(content-length|transfer-encoding)$/i.test(name)) satisfies fc.Arbitrary<HeaderList[number]>;
  const framing = fc.constantFrom('none', 'length', 'chunked');
  const requests = fc
    .record({
      method: token,
      target: fc.stringMatching(/^[\x21-\x7e\x80-\xff]{1,30}$/),
      httpVersion: fc.constantFrom('0.9', '1.0', '1.1'),
      headers: fc.array(field, { maxLength: 6 }),
      body: fc.uint8Array({ maxLength: 300 }),
      trailers: fc.array(field, { maxLength: 3 }),
      framing,
    })
    .map(({ framing, headers, trailers, ...rest }): HttpRequest => {
      if (framing === 'none') return { ...rest, headers, trailers: [] };
      if (framing === 'length') {
        return { ...rest, headers: [...headers, ['Content-Length', `${rest.body.length}`]], trailers: [] };
      }
      return { ...rest, headers: [['transfer-encoding', 'chunked'], ...headers], trailers };
    });

  it('is undone by parseRawRequest', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const bytes = serialiseRequest(request);
        if (!bytes.ok) throw new Error(JSON.stringify(bytes.failure));
        expect(parseRawRequest(bytes.value)).toEqual({ ok: true, value: request });
      }),
    );
  });
});
