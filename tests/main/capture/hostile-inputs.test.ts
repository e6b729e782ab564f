import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSound, openFds } from './invariants.ts';
import { type Harness, rawText, startListener } from './support.ts';

/** `request` or `malformed`, its completeness, and the code of its problem where it has one. */
type Row = readonly [kind: 'request' | 'malformed', completeness: string, code?: string | null];

interface Case {
  readonly name: string;
  readonly bytes: string;
  /** What the sender sees, in order. */
  readonly statuses: readonly number[];
  readonly rows: readonly Row[];
  /** Part of the last row's sentence. */
  readonly says?: RegExp;
}

const complete: Row = ['request', 'complete', null];
const refused = (code: string): readonly Row[] => [['malformed', 'complete', code]];
const post = (headers: string, body = ''): string => `POST /hook HTTP/1.1\r\nHost: h\r\n${headers}\r\n\r\n${body}`;
const header = (line: string): string => `GET /hook HTTP/1.1\r\nHost: h\r\n${line}\r\n\r\n`;
const chunked = (body: string): string => post('Transfer-Encoding: chunked', body);

const accepted: readonly (readonly [name: string, bytes: string])[] = [
  ['chunk extensions and trailers', chunked('3;a="b"\r\nabc\r\n0001\r\nd\r\n0\r\nX-T: 1\r\nx-T:2\r\n\r\n')],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n'],
  ['an empty Host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n'],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
  ['a Host with spaces', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n'],
  ['HTTP/0.9', 'GET /\r\n\r\n'],
  ['HTTP/0.9 with a bare LF', 'GET /\n\r\n'],
  ['HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n'],
  ['HTTP/2.0 in the request line', 'GET / HTTP/2.0\r\n\r\n'],
  ['an RTSP request line', 'OPTIONS * RTSP/1.0\r\n\r\n'],
  ['line breaks before the request', '\r\n\r\n\r\nGET / HTTP/1.1\r\n\r\n'],
  ['several spaces in the request line', 'GET   /a   HTTP/1.1\r\n\r\n'],
  ['a websocket upgrade', header('Connection: Upgrade\r\nUpgrade: websocket')],
  [
    'an h2c upgrade with a body',
    post('Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nContent-Length: 3', 'abc'),
  ],
  ['a 20 KB URL', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`],
  ['1,500 headers', `GET / HTTP/1.1\r\n${'x: y\r\n'.repeat(1500)}\r\n`],
  ['__proto__ headers', header('__proto__: x\r\nconstructor: y')],
  ['binary header values', header('X: \xff\xfe\x80')],
  ['gzip in chunks', post('Transfer-Encoding: gzip, chunked', '2\r\n\x1f\x8b\r\n0\r\n\r\n')],
  ['a body with a GET', `GET / HTTP/1.1\r\nContent-Length: 4\r\n\r\n\0\r\n\xff`],
  ['a lower-case chunked', post('transfer-encoding: CHUNKED', '1\r\nx\r\n0\r\n\r\n')],
  ['Content-Length with trailing space', post('Content-Length: 1 ', 'x')],
];

const refusals: readonly (readonly [name: string, bytes: string, code: string, says: RegExp])[] = [
  [
    'TE before CL',
    post('Transfer-Encoding: chunked\r\nContent-Length: 4', '0\r\n\r\n'),
    'HPE_INVALID_CONTENT_LENGTH',
    /both/,
  ],
  [
    'CL before TE',
    post('Content-Length: 4\r\nTransfer-Encoding: chunked', '0\r\n\r\n'),
    'HPE_INVALID_TRANSFER_ENCODING',
    /both/,
  ],
  [
    'CL twice, the same',
    post('Content-Length: 1\r\nContent-Length: 1', 'a'),
    'HPE_UNEXPECTED_CONTENT_LENGTH',
    /more than one Content-Length/,
  ],
  [
    'CL twice, different',
    post('Content-Length: 1\r\nContent-Length: 2', 'ab'),
    'HPE_UNEXPECTED_CONTENT_LENGTH',
    /more than one/,
  ],
  ...['7, 7', '+7', '-1', '0x7', '1 7', '', '99999999999999999999'].map(
    (length) =>
      [
        `CL ${JSON.stringify(length)}`,
        post(`Content-Length: ${length}`, 'abcdefg'),
        'HPE_INVALID_CONTENT_LENGTH',
        /not a plain decimal/,
      ] as const,
  ),
  [
    'chunked, identity',
    post('Transfer-Encoding: chunked, identity', '0\r\n\r\n'),
    'HPE_INVALID_TRANSFER_ENCODING',
    /follows “chunked”/,
  ],
  [
    'doubled TE',
    post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked', '0\r\n\r\n'),
    'HPE_INVALID_TRANSFER_ENCODING',
    /more than one/,
  ],
  ['obsolete folding', header('A: b\r\n c'), 'HPE_INVALID_HEADER_TOKEN', /obsolete folding/],
  ['NUL in a value', header('A: b\0c'), 'HPE_INVALID_HEADER_TOKEN', /NUL/],
  ['a control character in a value', header('A: b\x01c'), 'HPE_INVALID_HEADER_TOKEN', /control character/],
  ['DEL in a value', header('A: b\x7fc'), 'HPE_INVALID_HEADER_TOKEN', /control character/],
  ['a bare CR in a value', header('A: b\rc'), 'HPE_LF_EXPECTED', /bare CR/],
  ['bare LFs', 'GET / HTTP/1.1\nHost: h\n\n', 'HPE_INVALID_VERSION', /bare LF/],
  ['a bare LF after a header', 'GET / HTTP/1.1\r\nHost: h\nA: b\r\n\r\n', 'HPE_CR_EXPECTED', /bare LF/],
  ['space before the colon', header('A : b'), 'HPE_INVALID_HEADER_TOKEN', /white space between/],
  ['an empty name', header(': b'), 'HPE_INVALID_HEADER_TOKEN', /no name/],
  ['no colon', header('AB'), 'HPE_INVALID_HEADER_TOKEN', /no colon/],
  ['UTF-8 in a name', header('\xc3\xa9: b'), 'HPE_INVALID_HEADER_TOKEN', /above 0x7F in its name/],
  ['UTF-8 in the URL', 'GET /\xc3\xa9 HTTP/1.1\r\n\r\n', 'HPE_INVALID_URL', /not percent-encoded.*0x7F/],
  ['a space in the URL', 'GET /a b HTTP/1.1\r\n\r\n', 'HPE_INVALID_CONSTANT', /not percent-encoded.*space/],
  ['NUL in the URL', 'GET /a\0b HTTP/1.1\r\n\r\n', 'HPE_INVALID_URL', /not percent-encoded.*control/],
  ['an unknown method', 'FOO / HTTP/1.1\r\n\r\n', 'HPE_INVALID_METHOD', /“FOO” is not a method/],
  ['a lower-case method', 'post / HTTP/1.1\r\n\r\n', 'HPE_INVALID_METHOD', /lower-case.*POST/],
  ['a 100-letter method', `${'A'.repeat(100)} / HTTP/1.1\r\n\r\n`, 'HPE_INVALID_METHOD', /“A{24}…” is not/],
  ['HTTP/1.2', 'GET / HTTP/1.2\r\n\r\n', 'HPE_INVALID_VERSION', /HTTP\/1\.1/],
  ['HTTP/9.9', 'GET / HTTP/9.9\r\n\r\n', 'HPE_INVALID_VERSION', /HTTP\/1\.1/],
  ['the HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04', 'HPE_PAUSED_H2_UPGRADE', /HTTP\/2 without TLS/],
  ['a TLS hello', `\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03${'\xab'.repeat(500)}`, 'HPE_INVALID_METHOD', /speaks TLS/],
  ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n', 'HPE_INVALID_METHOD', /speaks SSH/],
  ['PROXY v1', `PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n${header('A: b')}`, 'HPE_INVALID_METHOD', /PROXY protocol/],
  ['PROXY v2', '\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c', 'HPE_INVALID_METHOD', /PROXY protocol/],
  ['JSON', '{"a": 1}\r\n', 'HPE_INVALID_METHOD', /JSON/],
  [
    'random bytes',
    Array.from({ length: 300 }, (_, i) => String.fromCharCode((i * 151 + 200) % 256)).join(''),
    'HPE_INVALID_METHOD',
    /do not begin with/,
  ],
];

const brokenBodies: readonly (readonly [name: string, bytes: string, code: string, status?: number])[] = [
  ['xchunked', post('Transfer-Encoding: xchunked', '0\r\n\r\n'), 'HPE_INVALID_TRANSFER_ENCODING'],
  ['a chunk size that is no number', chunked('zz\r\nabc\r\n0\r\n\r\n'), 'HPE_INVALID_CHUNK_SIZE'],
  ['a chunk size over 64 bits', chunked('fffffffffffffffff\r\nabc'), 'HPE_INVALID_CHUNK_SIZE'],
  ['a chunk without its CR LF', chunked('3\r\nabcdef\r\n0\r\n\r\n'), 'HPE_STRICT'],
  ['a chunk size line in LF', chunked('3\nabc\r\n0\r\n\r\n'), 'HPE_CR_EXPECTED'],
  ['space after the chunk size', chunked('3 \r\nabc\r\n0\r\n\r\n'), 'HPE_INVALID_CHUNK_SIZE'],
  [
    'a 20 KB chunk extension',
    chunked(`3;${'x'.repeat(20_000)}\r\nabc\r\n0\r\n\r\n`),
    'HPE_CHUNK_EXTENSIONS_OVERFLOW',
    413,
  ],
];

const cases: readonly Case[] = [
  ...accepted.map(([name, bytes]) => ({ name, bytes, statuses: [200], rows: [complete] })),
  ...refusals.map(([name, bytes, code, says]) => ({ name, bytes, statuses: [400], rows: refused(code), says })),
  ...brokenBodies.map(([name, bytes, code, status = 400]) => ({
    name,
    bytes,
    statuses: [status],
    rows: [['request', 'aborted', code] as const],
  })),
  {
    name: 'CONNECT',
    bytes: 'CONNECT example.com:443 HTTP/1.1\r\n\r\n\x16\x03\x01',
    statuses: [405],
    rows: refused('connect'),
    says: /proxy/,
  },
  {
    name: 'a head over 64 KB',
    bytes: header(`A: ${'x'.repeat(64 * 1024)}`),
    statuses: [431],
    rows: refused('HPE_HEADER_OVERFLOW'),
  },
  {
    name: 'an unknown expectation',
    bytes: post('Expect: 200-ok\r\nContent-Length: 2', 'ab'),
    statuses: [417],
    rows: [['request', 'complete', 'expectation']],
    says: /other than 100-continue/,
  },
  {
    name: 'two pipelined',
    bytes: header('A: 1') + post('Content-Length: 2', 'ab'),
    statuses: [200, 200],
    rows: [complete, complete],
  },
];

describe('a hostile input', () => {
  let harness: Harness;
  let fdsBefore: number | null;
  beforeAll(async () => {
    // Byte by byte, a case takes as many turns of the event loop as it has bytes, all cases side by side.
    fdsBefore = openFds();
    harness = await startListener({ limits: { settleMs: 80 } });
  });
  afterAll(async () => {
    await expectSound(harness, fdsBefore);
  });

  async function check({ bytes, statuses, rows, says }: Case, parts: readonly string[]): Promise<void> {
    const sender = harness.connect();
    await sender.send(...parts);
    await sender.replied(statuses.length);
    await sender.finish();
    await sender.closed;
    const received = harness.of(sender);
    expect(sender.statuses).toEqual(statuses);
    expect(
      received.map(({ arrival }) => [arrival.kind, arrival.completeness, arrival.malformed?.code ?? null]),
    ).toEqual(rows.map(([kind, completeness, code]) => [kind, completeness, code ?? null]));
    expect(rawText(received)).toBe(bytes);
    expect(sender.error).toBeNull();
    const last = received.at(-1)?.arrival;
    if (says !== undefined) expect(last?.malformed?.message).toMatch(says);
    if (last?.kind === 'malformed') expect(sender.got).toMatch(/\r\nConnection: close\r\n/);
  }

  it.concurrent.each(cases)('$name', (one) => check(one, [one.bytes]));

  // Where a case is all about its size, a byte at a time shows nothing new and takes long.
  const short = cases.filter(({ bytes }) => bytes.length < 700);
  it.concurrent.each(short)('$name, byte by byte', (one) => check(one, one.bytes.split('')));

  it.concurrent.each(short)('$name, in two segments cut everywhere in turn', async (one) => {
    const step = Math.max(1, Math.floor(one.bytes.length / 12));
    const cuts: number[] = [];
    for (let cut = 1; cut < one.bytes.length; cut += step) cuts.push(cut);
    await Promise.all(cuts.map((cut) => check(one, [one.bytes.slice(0, cut), one.bytes.slice(cut)])));
  });
});
