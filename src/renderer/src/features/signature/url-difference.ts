/** A URL cut where it differs from another one. */
export interface MarkedUrl {
  readonly before: string;
  /** Empty where the other one has more. */
  readonly differs: string;
  readonly after: string;
}

/** Words and the signs between them: a difference is then of a host's label, a segment, a name or a value as a whole. */
const PIECES = /[a-z0-9_~%]+|./gis;

/** Both URLs with the shortest stretch of whole pieces in which they differ. */
export function urlDifference(received: string, signed: string): { received: MarkedUrl; signed: MarkedUrl } {
  const [left, right] = [received.match(PIECES) ?? [], signed.match(PIECES) ?? []];
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const cut = (pieces: readonly string[]): MarkedUrl => ({
    before: pieces.slice(0, head).join(''),
    differs: pieces.slice(head, pieces.length - tail).join(''),
    after: pieces.slice(pieces.length - tail).join(''),
  });
  return { received: cut(left), signed: cut(right) };
}
