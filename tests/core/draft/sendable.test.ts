import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes, latin1Text } from '../../../src/core/bytes.ts';
import type { Draft } from '../../../src/core/draft/draft.ts';
import { fromCapture, sendableHeaders, wireRequest } from '../../../src/core/draft/sendable.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';

const body = latin1Bytes('{"a":1}');

function draft(change: Partial<Draft>): Draft {
  return { method: 'POST', url: 'http://127.0.0.1:3000/', headers: [], body, signing: null, ...change };
}

function wire(change: Partial<Draft>) {
  const result = wireRequest(draft(change));
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

function failure(change: Partial<Draft>) {
  const result = wireRequest(draft(change));
  if (result.ok) throw new Error('it was accepted');
  return result.failure;
}

describe('the headers that are sent', () => {
  it('are the captured ones, with the connection’s own corrected in their place', () => {
    const captured: HeaderList = [
      ['accept', '*/*'],
      ['HOST', 'name.loca.lt'],
      ['X-Dup', 'one'],
      ['x-dup', 'two'],
      ['Connection', 'keep-alive, X-Hub-Signature-256'],
      ['Keep-Alive', 'timeout=5'],
      ['Content-length', '999'],
      ['X-Hub-Signature-256', 'sha256=00'],
      ['Host', 'second.example'],
      ['Content-Length', '7'],
      ['Expect', '100-continue'],
      ['TE', 'trailers'],
      ['Upgrade', 'h2c'],
      ['Proxy-Connection', 'keep-alive'],
      ['Trailer', 'X-T'],
      ['X-Empty', ''],
    ];
    expect(sendableHeaders(captured, 7, '127.0.0.1:3000')).toEqual([
      ['accept', '*/*'],
      ['HOST', '127.0.0.1:3000'],
      ['X-Dup', 'one'],
      ['x-dup', 'two'],
      ['Connection', 'close'],
      ['Content-length', '7'],
      ['X-Hub-Signature-256', 'sha256=00'],
      ['X-Empty', ''],
    ]);
  });

  it('have Content-Length in the place of a captured Transfer-Encoding, and never both', () => {
    const headers = (list: HeaderList) => sendableHeaders(list, 7, 'h');
    expect(
      headers([
        ['Host', 'x'],
        ['transfer-encoding', 'chunked'],
        ['A', 'b'],
      ]),
    ).toEqual([
      ['Host', 'h'],
      ['content-length', '7'],
      ['A', 'b'],
    ]);
    const both = headers([
      ['Host', 'x'],
      ['Transfer-Encoding', 'chunked'],
      ['Transfer-Encoding', 'x'],
      ['Content-Length', '3'],
    ]);
    expect(both).toEqual([
      ['Host', 'h'],
      ['Content-Length', '7'],
    ]);
  });

  it('gain Host first and a Content-Length only for a body', () => {
    expect(sendableHeaders([['A', 'b']], 7, 'h')).toEqual([
      ['Host', 'h'],
      ['A', 'b'],
      ['Content-Length', '7'],
    ]);
    expect(sendableHeaders([['A', 'b']], 0, 'h')).toEqual([
      ['Host', 'h'],
      ['A', 'b'],
    ]);
  });

  it('do not change when the rules are applied again (property)', () => {
    const name = fc.constantFrom(
      'Host',
      'host',
      'Connection',
      'TE',
      'Content-Length',
      'Transfer-Encoding',
      'X-A',
      'x-a',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.constantFrom('', 'chunked', '5', 'x'))), fc.nat(9), (headers, bytes) => {
        const once = sendableHeaders(headers, bytes, 'h');
        expect(sendableHeaders(once, bytes, 'h')).toEqual(once);
        const kept = (list: HeaderList) => list.filter(([header]) => header.toLowerCase() === 'x-a');
        expect(kept(once)).toEqual(kept(headers));
      }),
    );
  });
});

describe('a capture becomes a draft', () => {
  const captured = {
    method: 'PURGE',
    target: '/hooks/%7e?b=2&a=%31',
    headers: [['Host', 'name.loca.lt']] as HeaderList,
  };

  it('towards the typed URL, with the captured path when it has none, and the captured query when it has none', () => {
    expect(fromCapture(captured, body, 'http://127.0.0.1:3000/x').url).toBe('http://127.0.0.1:3000/x?b=2&a=%31');
    expect(fromCapture(captured, body, 'http://127.0.0.1:3000').url).toBe('http://127.0.0.1:3000/hooks/%7e?b=2&a=%31');
    expect(fromCapture(captured, body, 'http://127.0.0.1:3000/').url).toBe('http://127.0.0.1:3000/?b=2&a=%31');
    expect(fromCapture(captured, body, 'http://127.0.0.1:3000/x?').url).toBe('http://127.0.0.1:3000/x?');
    expect(fromCapture(captured, body, 'http://127.0.0.1:3000/x?own=1').url).toBe('http://127.0.0.1:3000/x?own=1');
  });

  it('that shows the headers as they will be sent', () => {
    const made = fromCapture(captured, body, 'http://127.0.0.1:3000/x');
    expect(made).toMatchObject({ method: 'PURGE', signing: null });
    expect(made.headers).toEqual([
      ['Host', '127.0.0.1:3000'],
      ['Content-Length', '7'],
    ]);
    expect(wireRequest(made)).toMatchObject({ ok: true, value: { request: { headers: made.headers } } });
  });

  it('that keeps its headers when the typed URL is none, so that it can be corrected', () => {
    expect(fromCapture(captured, body, 'nowhere').headers).toEqual(captured.headers);
  });
});

describe('a draft on the wire', () => {
  it('has the path and query as typed', () => {
    const typed = "/a//b/../%7e/%2F;x='?q=[1]&&q=|";
    const sent = wire({ url: `http://Example.COM:8080${typed}`, headers: [['A', 'b']] });
    expect(sent.request.target).toBe(typed);
    expect(sent).toMatchObject({ origin: 'http://example.com:8080', host: 'example.com', port: 8080, tls: false });
    expect(latin1Text(sent.bytes)).toBe(
      `POST ${typed} HTTP/1.1\r\nHost: Example.COM:8080\r\nA: b\r\nContent-Length: 7\r\n\r\n{"a":1}`,
    );
  });

  it('goes to / without a path, and leaves the default port out of Host and origin', () => {
    expect(wire({ url: 'https://example.com:443' })).toMatchObject({
      origin: 'https://example.com',
      port: 443,
      tls: true,
      request: {
        target: '/',
        headers: [
          ['Host', 'example.com'],
          ['Content-Length', '7'],
        ],
      },
    });
    expect(wire({ url: 'http://example.com?a' }).request.target).toBe('/?a');
    expect(wire({ url: 'http://[::1]:99/' })).toMatchObject({ host: '::1', port: 99, origin: 'http://[::1]:99' });
  });

  it.each([
    ['', 'not-a-url'],
    ['/path', 'not-a-url'],
    ['ftp://x/', 'not-http'],
    ['localhost:3000/x', 'not-http'],
    ['http:/x', 'not-a-url'],
    ['http://a\\b/', 'not-a-url'],
    ['http:///x', 'no-host'],
    ['http://:80/x', 'no-host'],
    ['http://a/#x', 'has-fragment'],
    ['http://u:p@a/', 'has-credentials'],
    ['http://a:0/', 'bad-port'],
    ['http://a:65536/', 'bad-port'],
    ['http://a:/', 'bad-port'],
    ['http://a:8x/', 'bad-port'],
    ['http://münchen.example/', 'bad-host'],
    ['http://a b/', 'bad-host'],
    ['http://a\r\nX: y/', 'bad-host'],
  ])('refuses the URL %j as %s', (url, problem) => {
    expect(failure({ url })).toEqual({ code: 'target-invalid', url, problem });
  });

  it.each<[string, Partial<Draft>]>([
    ['a line break in the path', { url: 'http://a/x\r\nX: y' }],
    ['a space in the path', { url: 'http://a/x y' }],
    ['a path character that is no byte', { url: 'http://a/\u0142' }],
    ['a method with a space', { method: 'GET /x HTTP/1.1\r\nA:' }],
    ['no method', { method: '' }],
    ['CONNECT', { method: 'CONNECT' }],
    ['CR in a value', { headers: [['A', 'b\rc']] }],
    ['LF in a value', { headers: [['A', 'b\nc']] }],
    ['NUL in a value', { headers: [['A', 'b\0c']] }],
    ['a value character that is no byte', { headers: [['A', '\u20ac']] }],
    ['a colon in a name', { headers: [['A:', 'b']] }],
    ['an empty name', { headers: [['', 'b']] }],
  ])('refuses %s', (_what, change) => {
    expect(failure(change).code).toBe('request-unsendable');
  });
});
