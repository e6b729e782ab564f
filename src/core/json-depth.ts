const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether JSON is nested deeper than `depth`, in one pass that recurses nowhere. `JSON.parse` takes any depth, at more than a
 * microsecond a level, and what walks its result afterwards does not. What is no JSON gets some answer.
 */
export function isNestedDeeper(bytes: Uint8Array, depth: number): boolean {
  let open = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at++;
      while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    } else if (byte === 0x5b || byte === 0x7b) {
      if (++open > depth) return true;
    } else if (byte === 0x5d || byte === 0x7d) open--;
  }
  return false;
}
