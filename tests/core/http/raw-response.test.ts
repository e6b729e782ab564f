import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, latin1Bytes, latin1Text } from '../../../src/core/bytes.ts';
import { createResponseReader, type ResponseState } from '../../../src/core/http/raw-response.ts';

const limits = { method: 'POST', maxBodyBytes: 1000, maxHeadBytes: 2000 };

function read(
  wire: Uint8Array | string,
  options: Partial<typeof limits> & { pieces?: readonly number[] } = {},
): ResponseState {
  const bytes = typeof wire === 'string' ? latin1Bytes(wire) : wire;
  const reader = createResponseReader({ ...limits, ...options });
  let at = 0;
  for (const piece of options.pieces ?? []) {
    reader.push(bytes.subarray(at, at + piece));
    at += piece;
  }
  if (at < bytes.length) reader.push(bytes.subarray(at));
  if (reader.state.kind === 'reading') reader.end();
  return reader.state;
}

function complete(state: ResponseState) {
  if (state.kind !== 'complete') throw new Error(`not complete: ${JSON.stringify(state)}`);
  return { ...state.response, body: latin1Text(state.response.body), truncated: state.truncated };
}

function problem(state: ResponseState): string {
  if (state.kind !== 'malformed') throw new Error(`not malformed: ${state.kind}`);
  return state.problem;
}

describe('a response is read', () => {
  it('with its headers as they stood: case, order, duplicates, latin1', () => {
    const reply = complete(
      read(
        'HTTP/1.1 200 Fine by me\r\nX-b: 1\r\nx-A:\t two \r\nX-b:3\r\nEmpty:\r\nL: \xe9\r\nContent-Length: 2\r\n\r\nok',
      ),
    );
    expect(reply).toMatchObject({
      status: 200,
      reason: 'Fine by me',
      httpVersion: '1.1',
      body: 'ok',
      truncated: false,
    });
    expect(reply.headers).toEqual([
      ['X-b', '1'],
      ['x-A', 'two'],
      ['X-b', '3'],
      ['Empty', ''],
      ['L', '\xe9'],
      ['Content-Length', '2'],
    ]);
  });

  it('in chunks, with trailers', () => {
    const wire =
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n000000000000000003\r\nabc\r\nA;ext="1"\r\n0123456789\r\n0\r\nX-T: 1\r\nX-T: 2\r\n\r\n';
    expect(complete(read(wire))).toMatchObject({
      body: 'abc0123456789',
      trailers: [
        ['X-T', '1'],
        ['X-T', '2'],
      ],
    });
  });

  it('until the connection closes, when nothing says how long it is', () => {
    expect(complete(read('HTTP/1.0 200 OK\r\n\r\nabc'))).toMatchObject({ body: 'abc', httpVersion: '1.0' });
    expect(complete(read('HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc')).body).toBe('abc');
  });

  it('without a body for HEAD, 204 and 304, and with the status line alone', () => {
    expect(complete(read('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', { method: 'HEAD' })).body).toBe('');
    expect(complete(read('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello')).body).toBe('');
    expect(complete(read('HTTP/1.1 304\r\n\r\n')).reason).toBe('');
  });

  it('after interim responses, which are skipped', () => {
    const wire =
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n';
    expect(complete(read(wire))).toMatchObject({ status: 201, headers: [['Content-Length', '0']] });
  });

  it('with a body over the limit cut there', () => {
    const long = `HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n${'x'.repeat(1001)}`;
    expect(complete(read(long))).toMatchObject({ truncated: true, body: 'x'.repeat(1000) });
    const exact = `HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(1000)}`;
    expect(complete(read(exact)).truncated).toBe(false);
  });

  it('the same however the bytes are cut into pieces (property)', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 400 }),
        fc.constantFrom('length', 'chunked', 'close'),
        (body, cuts, pieces, framing) => {
          let framed: Uint8Array = body;
          const head = ['HTTP/1.1 200 OK', 'X-A: b'];
          if (framing === 'length') head.push(`Content-Length: ${body.length}`);
          if (framing === 'chunked') {
            head.push('Transfer-Encoding: chunked');
            const parts: Uint8Array[] = [];
            let at = 0;
            for (const cut of [...cuts, body.length]) {
              const part = body.subarray(at, at + cut);
              at += part.length;
              if (part.length > 0)
                parts.push(latin1Bytes(`${part.length.toString(16)}\r\n`), part, latin1Bytes('\r\n'));
            }
            framed = concatBytes([...parts, latin1Bytes('0\r\n\r\n')]);
          }
          const wire = concatBytes([latin1Bytes(`${head.join('\r\n')}\r\n\r\n`), framed]);
          expect(complete(read(wire, { pieces })).body).toBe(latin1Text(body));
        },
      ),
    );
  });
});

describe('a response is refused', () => {
  const cases: readonly [what: string, wire: string, problem: RegExp][] = [
    ['when it is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', /does not start with HTTP/],
    ['when it is TLS', '\x15\x03\x01\x00\x02\x02\x46', /does not start with HTTP/],
    ['when lines end in a bare LF', 'HTTP/1.1 200 OK\n\nhello', /CR LF/],
    ['when a header is folded', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n', /header line/],
    ['when a space stands before the colon', 'HTTP/1.1 200 OK\r\nA : b\r\n\r\n', /header line/],
    ['when a value has a NUL', 'HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n', /header line/],
    ['when it has both framings', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n', /both/],
    [
      'when it has two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
      /more than one/,
    ],
    ['when the length is no number', 'HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\nabc', /not a number/],
    [
      'when the length has a byte that only looks like a space',
      'HTTP/1.1 200 OK\r\nContent-Length: \xa03\r\n\r\nabc',
      /not a number/,
    ],
    ['when a chunk has no size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n', /no valid size/],
    ['when a chunk is too long', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n', /longer/],
    ['when it ends in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab', /ended in the body/],
    ['when it ends in the headers', 'HTTP/1.1 200 OK\r\nContent-', /before the headers/],
    ['when its headers are too long', `HTTP/1.1 200 OK\r\nA: ${'b'.repeat(2000)}\r\n\r\n`, /over 2000 bytes/],
    ['when its headers never end', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(400)}`, /over 2000 bytes/],
  ];
  it.each(cases)('%s', (_what, wire, expected) => {
    expect(problem(read(wire))).toMatch(expected);
  });

  it('and what came of it is kept', () => {
    const state = read('HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\npart');
    if (state.kind !== 'malformed' || state.response === null) throw new Error('no response kept');
    expect(state.response.status).toBe(500);
    expect(latin1Text(state.response.body)).toBe('part');
  });

  it('for any bytes without throwing (property)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (noise, withHead) => {
        const wire = withHead ? concatBytes([latin1Bytes('HTTP/1.1 200 OK\r\n'), noise]) : noise;
        expect(['complete', 'malformed']).toContain(read(wire).kind);
      }),
    );
  });
});
