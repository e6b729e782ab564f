import { describe, expect, it } from 'vitest';
import { hexDifference } from '../../../src/renderer/src/features/signature/hex-difference.ts';

describe('two stretches of bytes side by side', () => {
  it('begins rows at multiples of 16 and marks what differs, the missing end too', () => {
    const rows = hexDifference(Uint8Array.from([1, 2, 3]), Uint8Array.from([1, 9]), 14, 10);
    expect(rows.map(({ offset }) => offset)).toEqual(['00000000', '00000010']);
    expect(rows[0]?.received.slice(13)).toEqual([
      { digits: null, differs: false },
      { digits: '01', differs: false },
      { digits: '02', differs: true },
    ]);
    expect(rows[0]?.signed.at(-1)).toEqual({ digits: '09', differs: true });
    expect(rows[1]?.received[0]).toEqual({ digits: '03', differs: true });
    expect(rows[1]?.signed[0]).toEqual({ digits: null, differs: true });
  });

  it('makes no more rows than asked for', () => {
    expect(hexDifference(new Uint8Array(10_000), new Uint8Array(1), 0, 5)).toHaveLength(5);
  });
});
