import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes, utf8Bytes } from '../../../../src/core/bytes.ts';
import { type WireRun, wireRuns } from '../../../../src/renderer/src/features/detail/wire/wire-runs.ts';

const runs = (bytes: Uint8Array, faultAt = -1) => wireRuns(bytes, 0, bytes.length, faultAt);
const drawn = (text: string) => runs(latin1Bytes(text)).map(({ kind, text }) => `${kind}:${text}`);

/** The bytes that a run stands for. */
function bytesOf({ kind, text }: WireRun): number[] {
  switch (kind) {
    case 'text':
      return [...utf8Bytes(text)];
    case 'blank':
      return [...text].map((char) => (char === '→' ? 9 : 32));
    case 'escape':
      return text.match(/[0-9a-f]{2}/g)?.map((hex) => Number.parseInt(hex, 16)) ?? [];
    case 'break':
      return text.split(' ').map((name) => (name === 'CR' ? 13 : 10));
  }
}

describe('a row of the wire', () => {
  it('writes out what would not be seen', () => {
    expect(drawn('A:  b \t\r\n')).toEqual(['text:A:', 'blank:··', 'text:b', 'blank:·→', 'break:CR LF']);
    expect(drawn('a b\rc\n')).toEqual(['text:a b', 'break:CR', 'text:c', 'break:LF']);
    expect(drawn('\0\x7f\xff')).toEqual(['escape:\\x00\\x7f\\xff']);
    expect(drawn('caf\xc3\xa9\xe2\x80\xae')).toEqual(['text:café', 'escape:\\xe2\\x80\\xae']);
  });

  it('is exactly its bytes, with the byte that is wrong by itself', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 20 }).map(utf8Bytes),
      fc.constantFrom('a: b\r\n', ' \t\r', '\n\n').map(latin1Bytes),
    );
    fc.assert(
      fc.property(bytes, fc.nat(40), (row, faultAt) => {
        const all = runs(row, faultAt);
        expect(all.flatMap(bytesOf)).toEqual([...row]);
        const marked = all.filter(({ isFault }) => isFault);
        expect(marked).toHaveLength(faultAt < row.length ? 1 : 0);
        for (const run of marked) {
          expect(faultAt).toBeGreaterThanOrEqual(run.start);
          expect(faultAt).toBeLessThan(run.start + bytesOf(run).length);
          expect(bytesOf(run).length).toBeLessThanOrEqual(4);
        }
      }),
    );
  });
});
