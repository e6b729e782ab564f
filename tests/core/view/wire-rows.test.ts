import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes, utf8Bytes } from '../../../src/core/bytes.ts';
import { wireParts } from '../../../src/core/http/wire-parts.ts';
import { unitAt, wireRows } from '../../../src/core/view/wire-rows.ts';

const KNOWN = { accepted: true, whole: true, parserCode: null };

function rowsOf(text: string, columns = 80, maxRows = 1e6): string[] {
  const bytes = latin1Bytes(text);
  const { starts, end } = wireRows(bytes, wireParts(bytes, KNOWN).parts, columns, maxRows);
  return Array.from(starts, (start, index) => text.slice(start, starts[index + 1] ?? end));
}

describe('the rows of bytes on the wire', () => {
  it('follow parts and line breaks, and a chunk ends on the row of its data', () => {
    const head = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(rowsOf(`${head}4\r\na\nbc\r\n2\r\nx\n\r\n0\r\n\r\n`)).toEqual([
      'POST / HTTP/1.1\r\n',
      'Transfer-Encoding: chunked\r\n',
      '\r\n',
      '4\r\n',
      'a\n',
      'bc\r\n',
      '2\r\n',
      'x\n\r\n',
      '0\r\n',
      '\r\n',
    ]);
  });

  it('are no wider than asked, hold every byte in order and never split what is shown as one', () => {
    const bytes = fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.string({ unit: 'grapheme' }).map(utf8Bytes)));
    fc.assert(
      fc.property(bytes, fc.integer({ min: 8, max: 40 }), (pieces, columns) => {
        const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
        const { parts } = wireParts(whole, KNOWN);
        const { starts, end } = wireRows(whole, parts, columns, 1e6);
        expect(end).toBe(whole.length);
        const units = new Set<number>();
        for (const part of parts)
          for (let at = part.start; at < part.end; at += unitAt(whole, at, part.end)) units.add(at);
        for (const [index, start] of starts.entries()) {
          const next = starts[index + 1] ?? end;
          expect(next).toBeGreaterThan(start);
          expect(next - start).toBeLessThanOrEqual(2 * columns + 2);
          expect(units.has(start)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('take a character in UTF-8 for one, as strictly as decoders do', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 5 }), (bytes) => {
        const length = unitAt(bytes, 0, bytes.length);
        if (bytes[0] === 0x0d) return;
        const decodes = (part: Uint8Array) => {
          const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(part);
          return [...text].length === 1 && (text !== '\ufffd' || part.length === 3);
        };
        if (length > 1) expect(decodes(bytes.subarray(0, length))).toBe(true);
        else if ((bytes[0] ?? 0) > 0x7f) {
          for (let more = 2; more <= Math.min(bytes.length, 4); more++) {
            const isReplacement = more === 3 && bytes[0] !== 0xef;
            if (!isReplacement) expect(decodes(bytes.subarray(0, more))).toBe(false);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('end early where there are more than asked for, and say where', () => {
    const text = `POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n${'a\n'.repeat(50)}`;
    const bytes = latin1Bytes(text);
    const { starts, end } = wireRows(bytes, wireParts(bytes, KNOWN).parts, 80, 4);
    expect(starts).toHaveLength(4);
    expect(text.slice(starts[3], end)).toBe('a\n');
  });
});
