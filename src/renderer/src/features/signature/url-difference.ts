/** A stretch of a URL, and whether the other URL has something else there. */
export interface UrlPart {
  readonly text: string;
  readonly differs: boolean;
}

/** Scheme, host, port, path, query. Total: whatever it does not take is the path. */
const PARTS = /^([a-z][a-z0-9+.-]*:(?=\/\/))?(\/\/[^/?:]*)?(:\d+)?([^?]*)(\?.*)?$/is;
/** Words and the signs between them: a difference is then of a host's label, a segment, a name or a value as a whole. */
const PIECES = /[a-z0-9_~%]+|./gis;

/** Both URLs, part by part, each with the shortest stretch of whole pieces in which the parts differ. */
export function urlDifference(received: string, signed: string): { received: UrlPart[]; signed: UrlPart[] } {
  const [left, right] = [partsOf(received), partsOf(signed)];
  const marked = { received: [] as UrlPart[], signed: [] as UrlPart[] };
  for (const [index, part] of left.entries()) {
    const [mine, theirs] = cutApart(part, right[index] ?? '');
    marked.received.push(...mine);
    marked.signed.push(...theirs);
  }
  return marked;
}

function partsOf(url: string): readonly string[] {
  return (PARTS.exec(url) ?? ['', '', '', '', url, '']).slice(1).map((part: string | undefined) => part ?? '');
}

function cutApart(a: string, b: string): readonly [UrlPart[], UrlPart[]] {
  const [left, right] = [a.match(PIECES) ?? [], b.match(PIECES) ?? []];
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const cut = (pieces: readonly string[]): UrlPart[] =>
    [
      { text: pieces.slice(0, head).join(''), differs: false },
      { text: pieces.slice(head, pieces.length - tail).join(''), differs: true },
      { text: pieces.slice(pieces.length - tail).join(''), differs: false },
    ].filter(({ text }) => text !== '');
  return [cut(left), cut(right)];
}
