import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, latin1Bytes } from '../../../src/core/bytes.ts';
import { MAX_WIRE_PARTS, type WireKnown, wireParts } from '../../../src/core/http/wire-parts.ts';
import { framingOf } from '../../../src/main/capture/body-framing.ts';
import { chunkedBody } from '../../support/chunked-body.ts';

const ACCEPTED: WireKnown = { accepted: true, whole: true, parserCode: null };
const REFUSED: WireKnown = { accepted: false, whole: true, parserCode: null };
const CHUNKED_HEAD = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n';

/** Every part with its bytes, and the fault with what comes from its byte on. */
function read(text: string, known: WireKnown = REFUSED) {
  const bytes = latin1Bytes(text);
  const { parts, fault } = wireParts(bytes, known);
  return {
    parts: parts.map(({ kind, start, end }) => [kind, text.slice(start, end)]),
    fault: fault === null ? null : { from: text.slice(fault.at), words: fault.words },
  };
}

const faultOf = (text: string, known?: WireKnown) => read(text, known).fault;

describe('the parts of a request on the wire', () => {
  it('are its lines, its chunks and what follows', () => {
    const text = `\r\nPOST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x="y"\r\na\nb\r\n0A\r\n0123456789\r\n0\r\nT: 1\r\n\r\nGET`;
    expect(read(text)).toEqual({
      parts: [
        ['leading', '\r\n'],
        ['request-line', 'POST /a HTTP/1.1\r\n'],
        ['header', 'Transfer-Encoding: chunked\r\n'],
        ['head-end', '\r\n'],
        ['chunk-size', '3;x="y"\r\n'],
        ['chunk-data', 'a\nb'],
        ['chunk-end', '\r\n'],
        ['chunk-size', '0A\r\n'],
        ['chunk-data', '0123456789'],
        ['chunk-end', '\r\n'],
        ['last-chunk', '0\r\n'],
        ['trailer', 'T: 1\r\n'],
        ['body-end', '\r\n'],
        ['rest', 'GET'],
      ],
      fault: null,
    });
    expect(read('POST / HTTP/1.1\r\nContent-Length: 3 \r\n\r\nabcd', ACCEPTED).parts.slice(-2)).toEqual([
      ['body', 'abc'],
      ['rest', 'd'],
    ]);
    expect(read('GET /\r\n\r\nx', ACCEPTED).parts).toEqual([
      ['request-line', 'GET /\r\n'],
      ['head-end', '\r\n'],
      ['rest', 'x'],
    ]);
  });

  it('tile any bytes in order, each of at least one byte, and a fault lies within', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc
        .constantFrom('\r\n', '\n', ' ', ':', '0', 'a;b', 'GET / HTTP/1.1\r\n', 'Content-Length: 4\r\n', CHUNKED_HEAD)
        .map(latin1Bytes),
    );
    const known = fc.record({
      accepted: fc.boolean(),
      whole: fc.boolean(),
      parserCode: fc.constantFrom(null, 'HPE_INVALID_METHOD', 'HPE_INVALID_VERSION'),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }).map(concatBytes), known, (bytes, told) => {
        const { parts, fault } = wireParts(bytes, told);
        let at = 0;
        for (const part of parts) {
          expect(part.start).toBe(at);
          expect(part.end).toBeGreaterThan(part.start);
          at = part.end;
        }
        expect(at).toBe(bytes.length);
        if (fault !== null) expect(fault.at >= 0 && fault.at <= bytes.length).toBe(true);
        if (fault?.at === bytes.length) expect(told.whole || bytes.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('end where the listener ends a chunked body, and their data is its content', () => {
    const head = latin1Bytes(CHUNKED_HEAD);
    fc.assert(
      fc.property(chunkedBody, fc.uint8Array({ maxLength: 20 }), (body, after) => {
        const bytes = concatBytes([head, body, after]);
        const { parts, fault } = wireParts(bytes, REFUSED);
        const framing = framingOf([['Transfer-Encoding', 'chunked']], 1e9);
        const used = framing.feed(bytes.subarray(head.length));
        expect(fault).toBeNull();
        expect(parts.findLast(({ kind }) => kind === 'body-end')?.end).toBe(head.length + used);
        const data = parts
          .filter(({ kind }) => kind === 'chunk-data')
          .map(({ start, end }) => bytes.subarray(start, end));
        expect(concatBytes(data)).toEqual(framing.contentOf(body));
      }),
    );
  });

  it('of a beginning are those of the whole, and nothing is missed at its end', () => {
    const head = latin1Bytes(CHUNKED_HEAD);
    fc.assert(
      fc.property(chunkedBody, fc.nat(), (body, cut) => {
        const bytes = concatBytes([head, body]);
        const length = cut % (bytes.length + 1);
        const { parts, fault } = wireParts(bytes.subarray(0, length), { ...REFUSED, whole: false });
        expect(fault).toBeNull();
        const whole = wireParts(bytes, REFUSED).parts;
        // The last may be cut in a place where it does not show what it will be: `0`, or the CR of an empty line.
        expect(parts.slice(0, -1)).toEqual(whole.slice(0, Math.max(0, parts.length - 1)));
      }),
    );
  });

  it('are listed up to a bound, and the rest is one part', () => {
    const chunks = MAX_WIRE_PARTS / 3 + 10;
    const bytes = latin1Bytes(`${CHUNKED_HEAD}${'1\r\nx\r\n'.repeat(chunks)}0\r\n\r\n`);
    const { parts, fault } = wireParts(bytes, REFUSED);
    expect(parts).toHaveLength(MAX_WIRE_PARTS + 1);
    expect(parts.at(-1)).toMatchObject({ kind: 'unlisted', end: bytes.length });
    expect(fault).toBeNull();
  });
});

it('takes a megabyte of anything in one step each, not its square', () => {
  const much = 1024 * 1024;
  for (const text of [' ', '\r', '\n', 'a:', ' HTTP/1.1', '0\r\n', ': ']) {
    const filler = text.repeat(much / text.length);
    for (const start of ['', 'GET / HTTP/1.1\r\nA:', CHUNKED_HEAD, `${CHUNKED_HEAD}0\r\nT:`]) {
      expect(wireParts(latin1Bytes(`${start}${filler}b`), REFUSED).parts.at(-1)?.end).toBe(
        start.length + filler.length + 1,
      );
    }
  }
});

describe('the first byte that strict HTTP forbids', () => {
  const HEAD = 'POST / HTTP/1.1\r\nHost: a\r\n';
  it.each([
    ['\x16\x03\x01', '\x16\x03\x01'],
    [' GET / HTTP/1.1\r\n\r\n', ' GET'],
    ['G\tET / HTTP/1.1\r\n\r\n', '\tET'],
    ['GET /a b HTTP/1.1\r\n\r\n', ' b HTTP'],
    ['GET /\xc3\xa9 HTTP/1.1\r\n\r\n', '\xc3\xa9 '],
    ['GET /\0 HTTP/1.1\r\n\r\n', '\0 '],
    ['GET / HTTX/1.1\r\n\r\n', 'X/1.1'],
    ['GET / HTTP/1.1\n\r\n', '\n\r\n'],
    ['SSH-2.0-x\r\n', '\r\n'],
    [`${HEAD} folded\r\n\r\n`, ' folded'],
    [`${HEAD}A b: c\r\n\r\n`, ' b: c'],
    [`${HEAD}Na\xc3: c\r\n\r\n`, '\xc3: c'],
    [`${HEAD}: c\r\n\r\n`, ': c'],
    [`${HEAD}nothing\r\n\r\n`, '\r\n\r\n'],
    [`${HEAD}A: b\x00c\r\n\r\n`, '\0c'],
    [`${HEAD}A: b\rc\r\n\r\n`, '\rc'],
    [`${HEAD}A: b\nC: d\r\n\r\n`, '\nC'],
    [`${HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`, 'Transfer-Encoding: chunked'],
    [`${HEAD}Content-Length: 3\r\nContent-Length: 4\r\n\r\n`, 'Content-Length: 4'],
    [`${HEAD}Content-Length: 0x7\r\n\r\n`, 'x7'],
    [`${HEAD}Content-Length: +7\r\n\r\n`, '+7'],
    [`${HEAD}Transfer-Encoding: chunked, identity\r\n\r\n`, 'chunked, identity'],
    [`${CHUNKED_HEAD}zz\r\n`, 'zz\r\n'],
    [`${CHUNKED_HEAD}3 \r\nabc\r\n`, ' \r\n'],
    [`${CHUNKED_HEAD}3\nabc\r\n`, '\nabc'],
    [`${CHUNKED_HEAD}3\r\nabcd\r\n`, 'd\r\n'],
    [`${CHUNKED_HEAD}3\r\nabc\r0`, '0'],
    [`${CHUNKED_HEAD}0\r\nbad\r\n\r\n`, '\r\n\r\n'],
  ])('of %j is at %j', (text, from) => {
    expect(faultOf(text)?.from.startsWith(from)).toBe(true);
    expect(text.length - (faultOf(text)?.from.length ?? 0)).toBe(text.lastIndexOf(from));
  });

  it('leaves what follows unread, and the line it is in named', () => {
    expect(read(`${HEAD} folded\r\n\r\nbody`).parts.slice(-3)).toEqual([
      ['fold', ' folded\r\n'],
      ['head-end', '\r\n'],
      ['unread', 'body'],
    ]);
    expect(read(`${CHUNKED_HEAD}zz\r\nabc\r\n`).parts.slice(-2)).toEqual([
      ['chunk-size', 'zz\r\n'],
      ['unread', 'abc\r\n'],
    ]);
    expect(read('\x16\x03\x01\n\x00').parts).toEqual([['unread', '\x16\x03\x01\n\x00']]);
  });

  it('is the end where bytes are missing, unless more of them are elsewhere', () => {
    const short = 'POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc';
    expect(faultOf(short)).toEqual({ from: '', words: 'The bytes end here, inside the body: 3 of 9 are there.' });
    expect(faultOf(short, { ...ACCEPTED, whole: false })).toBeNull();
    expect(faultOf('GET / HT')?.words).toContain('before the empty line');
    expect(faultOf(`${CHUNKED_HEAD}5\r\nabc`)?.words).toContain('3 of 5');
    expect(faultOf('')?.words).toBe('There is no request line.');
  });

  it('is not looked for in a head that the parser accepted, and is its word for what it alone refuses', () => {
    expect(faultOf('GET  /  HTTP/1.1\r\nA: \x80\r\n\r\n', ACCEPTED)).toBeNull();
    expect(faultOf('FOO / HTTP/1.1\r\n\r\n', { ...REFUSED, parserCode: 'HPE_INVALID_METHOD' })?.from).toMatch(/^FOO/);
    expect(faultOf('GET / HTTP/1.2\r\n\r\n', { ...REFUSED, parserCode: 'HPE_INVALID_VERSION' })?.from).toMatch(/^1\.2/);
  });
});
