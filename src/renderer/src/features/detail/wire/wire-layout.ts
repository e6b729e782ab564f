import { WIRE_PART_KINDS, type WirePartKind } from '../../../../../core/http/wire-parts.ts';
import type { WireAnswer } from '../../../view-worker/wire-job.ts';

/** What a part is called beside its first row. */
export const partNames: Readonly<Record<WirePartKind, string>> = {
  leading: 'Line breaks before',
  'request-line': 'Request line',
  header: 'Header',
  fold: 'Folded header',
  'head-end': 'End of headers',
  body: 'Body',
  'chunk-size': 'Chunk size',
  'chunk-data': 'Chunk data',
  'chunk-end': 'End of chunk',
  'last-chunk': 'Last chunk',
  trailer: 'Trailer',
  'body-end': 'End of body',
  rest: 'After the end',
  unread: 'Not read',
  unlisted: 'More parts',
};

/** What the wire's framing is made of: these are told apart by colour from what they frame. */
export type PartTone = 'line' | 'header' | 'content' | 'framing' | 'odd';

export const partTones: Readonly<Record<WirePartKind, PartTone>> = {
  leading: 'odd',
  'request-line': 'line',
  header: 'header',
  fold: 'odd',
  'head-end': 'framing',
  body: 'content',
  'chunk-size': 'framing',
  'chunk-data': 'content',
  'chunk-end': 'framing',
  'last-chunk': 'framing',
  trailer: 'header',
  'body-end': 'framing',
  rest: 'odd',
  unread: 'odd',
  unlisted: 'content',
};

export interface ShownPart {
  readonly index: number;
  readonly kind: WirePartKind;
  readonly start: number;
  readonly end: number;
}

/** What the worker found, by part and by row. `totalBytes`: of the bytes it was given. */
export class WireLayout {
  readonly #answer: WireAnswer;
  readonly #totalBytes: number;

  constructor(answer: WireAnswer, totalBytes: number) {
    this.#answer = answer;
    this.#totalBytes = totalBytes;
  }

  get rowCount(): number {
    return this.#answer.rows.length;
  }

  /** Of the bytes in rows. */
  get end(): number {
    return this.#answer.end;
  }

  row(index: number): { readonly start: number; readonly end: number } {
    const { rows, end } = this.#answer;
    return { start: rows[index] ?? end, end: rows[index + 1] ?? end };
  }

  rowOfByte(at: number): number {
    return lastUpTo(this.#answer.rows, at);
  }

  partOfByte(at: number): ShownPart {
    return this.part(lastUpTo(this.#answer.starts, at));
  }

  part(index: number): ShownPart {
    const { kinds, starts } = this.#answer;
    return {
      index,
      kind: WIRE_PART_KINDS[kinds[index] ?? 0] ?? 'unread',
      start: starts[index] ?? 0,
      end: starts[index + 1] ?? this.#totalBytes,
    };
  }

  count(kind: WirePartKind): number {
    const wanted = WIRE_PART_KINDS.indexOf(kind);
    let count = 0;
    for (const each of this.#answer.kinds) if (each === wanted) count++;
    return count;
  }
}

/** The index of the last of ascending numbers that is at most `value`; 0 where there is none. */
function lastUpTo(ascending: Uint32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
