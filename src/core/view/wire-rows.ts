import type { WirePart } from '../http/wire-parts.ts';

const LF = 0x0a;
const CR = 0x0d;

/** Of a byte that is written as `\x1b`, and of the mark of a line break. */
const ESCAPE_CELLS = 4;

export interface WireRows {
  /** Where each row begins; a row ends where the next one begins, the last at `end`. */
  readonly starts: Uint32Array;
  /** Behind the last byte of the last row: less than all of them where there are more rows than asked for. */
  readonly end: number;
}

/**
 * Cuts bytes (fewer than 2^32) into the rows they are shown in: a part begins a new one, except for the line break after a
 * chunk's data; a line break ends one; and none is wider than about `columns` cells. In time linear in the bytes.
 */
export function wireRows(bytes: Uint8Array, parts: readonly WirePart[], columns: number, maxRows: number): WireRows {
  const starts = new RowStarts(maxRows);
  for (const { kind, start, end } of parts) {
    let at = start;
    let cells = 0;
    if (kind !== 'chunk-end' && !starts.add(at)) return starts.rows(at);
    while (at < end) {
      const length = unitAt(bytes, at, end);
      const width = cellsOf(bytes, at, length);
      if (cells + width > columns && cells > 0) {
        if (!starts.add(at)) return starts.rows(at);
        cells = 0;
      }
      cells += width;
      at += length;
      if (bytes[at - 1] === LF && at < end) {
        if (!starts.add(at)) return starts.rows(at);
        cells = 0;
      }
    }
  }
  return starts.rows(parts.at(-1)?.end ?? 0);
}

class RowStarts {
  readonly #max: number;
  #starts = new Uint32Array(1024);
  #count = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** False: there is room for no more. */
  add(start: number): boolean {
    if (this.#count === this.#max) return false;
    if (this.#count === this.#starts.length) {
      const larger = new Uint32Array(2 * this.#starts.length);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    this.#starts[this.#count++] = start;
    return true;
  }

  rows(end: number): WireRows {
    return { starts: this.#starts.slice(0, this.#count), end };
  }
}

/** Bytes that are shown as one: CR LF, a character in UTF-8, or a byte by itself. */
export function unitAt(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at] ?? 0;
  if (byte === CR) return at + 1 < end && bytes[at + 1] === LF ? 2 : 1;
  if (byte < 0xc2 || byte > 0xf4) return 1;
  const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  if (at + length > end || !isSecond(byte, bytes[at + 1] ?? 0)) return 1;
  for (let i = 2; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 1;
  return length;
}

/** RFC 3629, section 4: the second bytes that spell no surrogate, nothing above U+10FFFF and nothing in more bytes than it takes. */
function isSecond(first: number, second: number): boolean {
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high;
}

function cellsOf(bytes: Uint8Array, at: number, length: number): number {
  const byte = bytes[at] ?? 0;
  if (length === 1) return byte >= 0x20 && byte < 0x7f ? 1 : ESCAPE_CELLS;
  // A character may be a wide one.
  return byte === CR ? ESCAPE_CELLS : 2;
}
