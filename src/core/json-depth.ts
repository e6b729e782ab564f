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
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if (byte === 0x5b || byte === 0x7b) {
      if (++open > depth) return true;
    } else if (byte === 0x5d || byte === 0x7d) open--;
  }
  return false;
}

/** Up to here a string is gone through by hand; a long one is looked through natively, at a cost that counts for short ones. */
const NEAR_BYTES = 64;

/** Where the string that begins at `from` has its closing quote; the end where it has none. */
function endOfString(bytes: Uint8Array, from: number): number {
  const near = Math.min(bytes.length, from + NEAR_BYTES);
  let at = from;
  while (at < near) {
    if (bytes[at] === QUOTE) return at;
    at += bytes[at] === BACKSLASH ? 2 : 1;
  }
  while (at < bytes.length) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote === -1) break;
    let run = quote;
    while (run > at && bytes[run - 1] === BACKSLASH) run--;
    // An odd number of backslashes escapes it.
    if ((quote - run) % 2 === 0) return quote;
    at = quote + 1;
  }
  return bytes.length;
}
