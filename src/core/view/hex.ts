/** Bytes a row. */
export const HEX_ROW_BYTES = 16;

export interface HexRow {
  /** Of the row's first byte in the whole. */
  readonly offset: number;
  /** Two lower-case digits a byte, 1 to 16 of them. */
  readonly hex: readonly string[];
  /** One character a byte: printable ASCII as it is, everything else as a middle dot. */
  readonly ascii: string;
}

export function hexRowCount(totalBytes: number): number {
  return Math.ceil(totalBytes / HEX_ROW_BYTES);
}

/** `00000010`: at least eight digits. */
export function hexOffset(offset: number): string {
  return offset.toString(16).padStart(8, '0');
}

/** The rows from `firstRow` up to and without `endRow` of a whole whose bytes from `bytesOffset` on are at hand. */
export function hexRows(bytes: Uint8Array, bytesOffset: number, firstRow: number, endRow: number): readonly HexRow[] {
  const rows: HexRow[] = [];
  for (let row = firstRow; row < endRow; row++) {
    const start = row * HEX_ROW_BYTES - bytesOffset;
    if (start < 0 || start >= bytes.length) continue;
    const slice = bytes.subarray(start, start + HEX_ROW_BYTES);
    let ascii = '';
    const hex: string[] = [];
    for (const byte of slice) {
      hex.push(byte.toString(16).padStart(2, '0'));
      ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
    }
    rows.push({ offset: row * HEX_ROW_BYTES, hex, ascii });
  }
  return rows;
}
