import { HEX_ROW_BYTES, hexOffset } from '../../../../core/view/hex.ts';

export interface HexCell {
  /** Two digits; null: the content has ended. */
  readonly digits: string | null;
  readonly differs: boolean;
}

export interface HexDifferenceRow {
  readonly offset: string;
  readonly received: readonly HexCell[];
  readonly signed: readonly HexCell[];
}

/** Two stretches that begin at the same offset, byte beside byte. Rows begin at multiples of 16, as in every hex view. */
export function hexDifference(
  received: Uint8Array,
  signed: Uint8Array,
  offset: number,
  maxRows: number,
): readonly HexDifferenceRow[] {
  const start = offset - (offset % HEX_ROW_BYTES);
  const end = offset + Math.max(received.length, signed.length);
  const rows: HexDifferenceRow[] = [];
  for (let row = start; row < end && rows.length < maxRows; row += HEX_ROW_BYTES) {
    const cells = (of: Uint8Array, other: Uint8Array): readonly HexCell[] =>
      Array.from({ length: HEX_ROW_BYTES }, (_, column) => {
        const at = row + column - offset;
        const byte = of[at];
        return {
          digits: byte === undefined ? null : byte.toString(16).padStart(2, '0'),
          differs: byte !== other[at],
        };
      });
    rows.push({ offset: hexOffset(row), received: cells(received, signed), signed: cells(signed, received) });
  }
  return rows;
}
