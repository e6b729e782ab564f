import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesFromHex } from '../../../src/core/bytes.ts';
import { hexOffset, hexRowCount, hexRows } from '../../../src/core/view/hex.ts';

describe('hexRows', () => {
  it('gives every byte once, whatever the range', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const rows = hexRows(bytes, 0, 0, hexRowCount(bytes.length));
        expect(bytesFromHex(rows.flatMap((row) => row.hex).join(''))).toEqual(Uint8Array.from(bytes));
        expect(rows.map((row) => row.offset)).toEqual(rows.map((_, index) => index * 16));
      }),
    );
  });

  it('shows printable ASCII and a dot for the rest', () => {
    expect(hexRows(new Uint8Array([0x41, 0x00, 0x7f, 0x7e, 0xe9]), 0, 0, 1)).toEqual([
      { offset: 0, hex: ['41', '00', '7f', '7e', 'e9'], ascii: 'A··~·' },
    ]);
  });

  it('reads from a page of a larger whole and leaves out rows that are not at hand', () => {
    const page = new Uint8Array(32).fill(1);
    expect(hexRows(page, 64, 3, 8).map((row) => row.offset)).toEqual([64, 80]);
    expect(hexOffset(0x1234_5678_9)).toBe('123456789');
  });
});
