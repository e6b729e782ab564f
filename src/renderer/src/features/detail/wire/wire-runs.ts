import { lossyUtf8Text } from '../../../../../core/bytes.ts';
import { unitAt } from '../../../../../core/view/wire-rows.ts';
import { visibleText } from '../../../ui/index.ts';

export interface WireRun {
  /** `break`: CR LF, or one of them by itself. `blank`: spaces and tabs that would not be seen. `escape`: bytes as `\xNN`. */
  readonly kind: 'text' | 'blank' | 'escape' | 'break';
  readonly text: string;
  /** Of its first byte. */
  readonly start: number;
  /** It is the byte that a parser stops at. */
  readonly isFault: boolean;
}

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/**
 * The bytes of one row as it is drawn: nothing is left out and nothing reads as something else. `faultAt`: a byte to mark, drawn
 * by itself; -1: none.
 */
export function wireRuns(bytes: Uint8Array, start: number, end: number, faultAt: number): readonly WireRun[] {
  const runs: WireRun[] = [];
  let at = start;
  while (at < end) {
    const length = unitAt(bytes, at, end);
    const isFault = faultAt >= at && faultAt < at + length;
    add(runs, { ...unit(bytes, at, length, end), start: at, isFault });
    at += length;
  }
  return runs;
}

function add(runs: WireRun[], run: WireRun): void {
  const last = runs.at(-1);
  if (last !== undefined && last.kind === run.kind && run.kind !== 'break' && !last.isFault && !run.isFault) {
    runs[runs.length - 1] = { ...last, text: last.text + run.text };
  } else runs.push(run);
}

function unit(bytes: Uint8Array, at: number, length: number, end: number): Pick<WireRun, 'kind' | 'text'> {
  const byte = bytes[at] ?? 0;
  if (byte === CR) return { kind: 'break', text: length === 2 ? 'CR LF' : 'CR' };
  if (byte === LF) return { kind: 'break', text: 'LF' };
  if (byte === TAB) return { kind: 'blank', text: '→' };
  if (byte === SPACE) return isSeen(bytes, at, end) ? { kind: 'text', text: ' ' } : { kind: 'blank', text: '·' };
  if (length === 1 && byte > SPACE && byte < 0x7f) return { kind: 'text', text: String.fromCharCode(byte) };
  const part = bytes.subarray(at, at + length);
  if (length > 1) {
    const char = lossyUtf8Text(part);
    if (visibleText(char) === char) return { kind: 'text', text: char };
  }
  return { kind: 'escape', text: Array.from(part, (each) => `\\x${each.toString(16).padStart(2, '0')}`).join('') };
}

/** A single space between two bytes that are seen is seen too. */
function isSeen(bytes: Uint8Array, at: number, end: number): boolean {
  return isInk(bytes[at - 1]) && at + 1 < end && isInk(bytes[at + 1]);
}

function isInk(byte: number | undefined): boolean {
  return byte !== undefined && byte > SPACE && byte !== 0x7f;
}
