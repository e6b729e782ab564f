import { latin1Text, strictUtf8Text } from '../../../../core/bytes.ts';
import type { ComparedContent, ComparedSide } from '../../../../core/diagnosis/diagnosis.ts';

/** Two stretches of bytes around the first difference, as text where both are. */
export type DifferenceWindow = {
  /** Whether bytes of either side are left out in front or behind. */
  readonly cut: boolean;
} & (
  | { readonly kind: 'text'; readonly received: string; readonly signed: string }
  | {
      readonly kind: 'bytes';
      readonly received: Uint8Array;
      readonly signed: Uint8Array;
      /** Of the first byte of both in the whole. */
      readonly offset: number;
    }
);

/** What of a content is shown before all of it is asked for. */
const NEAR_BYTES = { before: 160, after: 480 } as const;

/** In front of the first difference of contents that are no text. */
const NEAR_BINARY_BYTES = 32;

const ALL = { before: Number.POSITIVE_INFINITY, after: Number.POSITIVE_INFINITY };

/** The bytes around the first difference, or all that the diagnosis brought along. */
export function differenceWindow(compared: ComparedContent, extent: 'near' | 'all'): DifferenceWindow {
  const { before, after } = extent === 'near' ? NEAR_BYTES : ALL;
  const from = Math.max(0, compared.firstDifference - before, compared.received.offset, compared.signed.offset);
  const to = compared.firstDifference + after;
  const received = stretch(compared.received, from, to);
  const signed = stretch(compared.signed, from, to + shiftBehind(compared, to));
  const cut = [received, signed].some(({ isWhole }) => !isWhole);
  const texts = { received: textOf(received.bytes, from), signed: textOf(signed.bytes, from) };
  if (texts.received !== undefined && texts.signed !== undefined) {
    return { kind: 'text', cut, received: texts.received, signed: texts.signed };
  }
  // Rows of bytes are read one by one: a few in front of the difference are enough to find the place.
  const skip = extent === 'near' ? Math.max(0, compared.firstDifference - from - NEAR_BINARY_BYTES) : 0;
  return {
    kind: 'bytes',
    cut: cut || skip > 0,
    received: received.bytes.subarray(skip),
    signed: signed.bytes.subarray(skip),
    offset: from + skip,
  };
}

/** Whether the diagnosis holds more than what is shown near the difference. */
export function hasMore(compared: ComparedContent): boolean {
  const from = compared.firstDifference - NEAR_BYTES.before;
  const to = compared.firstDifference + NEAR_BYTES.after;
  return [compared.received, compared.signed].some(
    ({ offset, bytes }) => offset < from || offset + bytes.length > Math.max(to, offset),
  );
}

/** Bytes that have to be the same for two places to be the same one. */
const ALIKE_BYTES = 24;

/**
 * How much further the signed side goes to end where the received side does: cut at the same offset, everything that was
 * added or removed in between would stand at the end of the other side as a difference that is none.
 */
function shiftBehind({ received, signed }: ComparedContent, to: number): number {
  const end = to - received.offset;
  if (end < ALIKE_BYTES || end >= received.bytes.length) return 0;
  const tail = latin1Text(received.bytes.subarray(end - ALIKE_BYTES, end));
  const reach = NEAR_BYTES.after - ALIKE_BYTES;
  const first = Math.max(0, to - signed.offset - reach);
  const around = latin1Text(signed.bytes.subarray(first, to - signed.offset + reach));
  let nearest: number | null = null;
  for (let at = around.indexOf(tail); at !== -1; at = around.indexOf(tail, at + 1)) {
    const shift = first + at + ALIKE_BYTES - (to - signed.offset);
    if (nearest === null || Math.abs(shift) < Math.abs(nearest)) nearest = shift;
  }
  return nearest ?? 0;
}

function stretch(side: ComparedSide, from: number, to: number) {
  const bytes = side.bytes.subarray(Math.max(0, from - side.offset), Math.max(0, to - side.offset));
  return { bytes, isWhole: bytes.length === side.totalBytes };
}

/** A cut may go through a character: up to three bytes of one at either end are left out. */
function textOf(bytes: Uint8Array, from: number): string | undefined {
  let start = 0;
  if (from > 0) while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  for (let end = bytes.length; end >= Math.max(start, bytes.length - 3); end--) {
    const text = strictUtf8Text(bytes.subarray(start, end));
    if (text !== undefined) return isText(text) ? text : undefined;
  }
  return undefined;
}

/** Valid UTF-8 with a NUL in it is more likely an image than a text. */
function isText(text: string): boolean {
  return !text.includes('\0');
}
