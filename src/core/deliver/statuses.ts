import { isIn, type StatusSet } from '../signature/delivery.ts';

/** HTTP statuses from `from` to `to`, both included. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** As written in the status line: three digits (RFC 9110, section 15). */
export const LOWEST_STATUS = 100;
export const HIGHEST_STATUS = 999;

/** The final classes that HTTP has: beyond them nothing is said of what a provider does. */
const LAST_KNOWN = 599;

export function isInRanges(ranges: readonly StatusRange[], status: number): boolean {
  return ranges.some(({ from, to }) => from <= status && status <= to);
}

/** The ranges of what `holds` says of each status from 200 to 599. */
function rangesWhere(holds: (status: number) => boolean): readonly StatusRange[] {
  const ranges: StatusRange[] = [];
  for (let status = 200, from: number | null = null; status <= LAST_KNOWN + 1; status++) {
    const isHeld = status <= LAST_KNOWN && holds(status);
    if (isHeld) from ??= status;
    else if (from !== null) {
      ranges.push({ from, to: status - 1 });
      from = null;
    }
  }
  return ranges;
}

export function rangesOf(sets: readonly StatusSet[]): readonly StatusRange[] {
  return rangesWhere((status) => isIn(sets, status));
}

/** Every status from 200 to 599 that is in none of the sets. */
export function rangesOutside(sets: readonly StatusSet[]): readonly StatusRange[] {
  return rangesWhere((status) => !isIn(sets, status));
}

/** "200", "2xx", "3xx-5xx", "201-299, 5xx": what `readStatuses` reads. */
export function statusesText(ranges: readonly StatusRange[]): string {
  return ranges.map(rangeText).join(', ');
}

function rangeText({ from, to }: StatusRange): string {
  if (from === to) return String(from);
  if (from % 100 !== 0 || to % 100 !== 99) return `${from}-${to}`;
  const first = `${Math.floor(from / 100)}xx`;
  return to - from === 99 ? first : `${first}-${Math.floor(to / 100)}xx`;
}

/** Statuses as typed: "5xx, 408, 429-431", also empty. null: something in it is none. */
export function readStatuses(text: string): readonly StatusRange[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const ranges: StatusRange[] = [];
  for (const part of parts) {
    const [, from, to = from] = /^([1-9](?:\d\d|xx))(?:-([1-9](?:\d\d|xx)))?$/i.exec(part) ?? [];
    if (from === undefined || to === undefined) return null;
    const range = { from: Number(from.replace(/xx/i, '00')), to: Number(to.replace(/xx/i, '99')) };
    if (range.from > range.to) return null;
    ranges.push(range);
  }
  return ranges;
}
