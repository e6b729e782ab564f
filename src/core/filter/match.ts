import { latin1Bytes, latin1Text, utf8Bytes } from '../bytes.ts';
import type { CaptureSummary } from '../capture.ts';
import type { HeaderList } from '../http/headers.ts';
import type { CaptureFilter } from './filter.ts';

/** What a filter looks at. A `CaptureSummary` is one. */
export type FilterRow = Pick<
  CaptureSummary,
  'kind' | 'endpointId' | 'method' | 'target' | 'eventType' | 'deliveryId' | 'deliveryAttempt' | 'verdicts'
>;

/** The rest of a capture, asked for only when the row alone does not decide. */
export interface FilterContent {
  readonly headers: HeaderList;
  readonly trailers: HeaderList;
  /** The body; for malformed captures every byte as received. */
  readonly bytes: Uint8Array;
}

/** Whether a stored capture is of the filter. `content` is called at most once. */
export function matchesFilter(filter: CaptureFilter, row: FilterRow, content: () => FilterContent): boolean {
  const decided = matchesSummary(filter, row);
  return decided === 'unknown' ? contentHolds(undecidedNeedles(filter, row), content()) : decided === 'yes';
}

/**
 * What a row alone says. Only `texts` can be `unknown`: those that occur neither in the target, the method nor the
 * event type may still occur in a header or the body, which a row does not carry.
 */
export function matchesSummary(filter: CaptureFilter, row: FilterRow): 'yes' | 'no' | 'unknown' {
  if (filter.endpointId !== undefined && row.endpointId !== filter.endpointId) return 'no';
  if (filter.method !== undefined && foldAscii(row.method) !== needleOf(filter.method)) return 'no';
  if (filter.path !== undefined && !foldAscii(row.target).includes(needleOf(filter.path))) return 'no';
  if (filter.scheme !== undefined && foldAscii(row.verdicts[0]?.scheme ?? '') !== foldAscii(filter.scheme)) return 'no';
  if (filter.verdict !== undefined && filterVerdict(row) !== filter.verdict) return 'no';
  if (filter.deliveryId !== undefined && row.deliveryId !== filter.deliveryId) return 'no';
  if (filter.retry !== undefined && isRetry(row) !== filter.retry) return 'no';
  return undecidedNeedles(filter, row).length === 0 ? 'yes' : 'unknown';
}

/** What `retry:` compares with. */
export function isRetry({ deliveryAttempt }: Pick<FilterRow, 'deliveryAttempt'>): boolean {
  return deliveryAttempt !== null && deliveryAttempt > 1;
}

/** What `verdict:` compares with; null until a request was judged. */
export function filterVerdict(row: Pick<FilterRow, 'kind' | 'verdicts'>): CaptureFilter['verdict'] | null {
  return row.kind === 'malformed' ? 'malformed' : (row.verdicts[0]?.status ?? null);
}

/** The needles of the filter's texts that the row alone does not show. */
export function undecidedNeedles(filter: CaptureFilter, row: FilterRow): readonly string[] {
  const { texts = [] } = filter;
  if (texts.length === 0) return [];
  const event = row.eventType === null ? '' : needleOf(row.eventType);
  const shown = [foldAscii(row.method), foldAscii(row.target), event];
  return texts.map(needleOf).filter((needle) => !shown.some((text) => text.includes(needle)));
}

/** Whether each needle occurs in a header line (`name: value`), a trailer or the bytes. */
export function contentHolds(needles: readonly string[], content: FilterContent): boolean {
  const left = needlesNotInHeaders(needles, content.headers, content.trailers);
  return left.every((needle) => finderOf(latin1Bytes(needle))(content.bytes));
}

export function needlesNotInHeaders(
  needles: readonly string[],
  headers: HeaderList,
  trailers: HeaderList,
): readonly string[] {
  const lines = [...headers, ...trailers].map(([name, value]) => foldAscii(`${name}: ${value}`));
  return needles.filter((needle) => !lines.some((line) => line.includes(needle)));
}

/** A user's text as the byte string of its UTF-8, folded: wire strings and bodies are bytes, so the text becomes bytes. */
export function needleOf(text: string): string {
  return foldAscii(latin1Text(utf8Bytes(text)));
}

/** Lower case for A to Z only. `toLowerCase` would also change À to Þ, which in a byte string are halves of others. */
export function foldAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

/** A to Z as a to z; every other byte as it is. */
export const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));

/**
 * Says of bytes whether `needle`, already folded, occurs in them without regard to ASCII case. An empty needle occurs
 * everywhere. Horspool's way: the byte under the needle's end tells how far the needle may move, mostly past it.
 */
export function finderOf(needle: Uint8Array): (bytes: Uint8Array) => boolean {
  const end = needle.length - 1;
  const last = needle[end];
  if (last === undefined) return () => true;
  const moves = new Uint32Array(256).fill(needle.length);
  for (let at = 0; at < end; at++) moves[needle[at] ?? 0] = end - at;
  for (let upper = 0x41; upper <= 0x5a; upper++) moves[upper] = moves[upper + 0x20] ?? 1;
  return (bytes) => {
    for (let at = end; at < bytes.length; ) {
      const byte = bytes[at] ?? 0;
      if (FOLD[byte] === last) {
        let left = end - 1;
        while (left >= 0 && FOLD[bytes[at - end + left] ?? 0] === needle[left]) left -= 1;
        if (left < 0) return true;
      }
      at += moves[byte] ?? 1;
    }
    return false;
  };
}
