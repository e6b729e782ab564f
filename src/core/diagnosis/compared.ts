import { concatBytes } from '../bytes.ts';
import { type ComparedContent, type ComparedSide, MAX_COMPARED_BYTES } from './diagnosis.ts';

/** Two contents side by side, each cut to a stretch that holds the first difference. */
export function comparedOf(
  what: ComparedContent['what'],
  form: string,
  received: readonly Uint8Array[],
  signed: readonly Uint8Array[],
): ComparedContent {
  const [a, b] = [concatBytes(received), concatBytes(signed)];
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return { what, form, received: sideOf(a, at), signed: sideOf(b, at), firstDifference: at };
}

function sideOf(whole: Uint8Array, difference: number): ComparedSide {
  const latest = Math.max(0, whole.length - MAX_COMPARED_BYTES);
  const offset = Math.min(latest, Math.max(0, difference - MAX_COMPARED_BYTES / 2));
  // A copy of its own: a view would carry the whole body along to whoever the evidence is sent to.
  return { bytes: whole.slice(offset, offset + MAX_COMPARED_BYTES), offset, totalBytes: whole.length };
}
