const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether JSON is nested deeper than `depth`, in one pass that recurses nowhere. `JSON.parse` takes any depth, at more than a
 * microsecond a level, and what walks its result afterwards does not. What is no JSON gets some answer.
 */
export function isNestedDeeper(json: string, depth: number): boolean {
  let open = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at + 1);
    else if (code === 0x5b || code === 0x7b) {
      if (++open > depth) return true;
    } else if (code === 0x5d || code === 0x7d) open--;
  }
  return false;
}

/** Up to here a string is gone through by hand; a long one is looked through natively, at a cost that counts for short ones. */
const NEAR = 64;

/** Where the string that begins at `from` has its closing quote; the end where it has none. */
function endOfString(json: string, from: number): number {
  const near = Math.min(json.length, from + NEAR);
  let at = from;
  while (at < near) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) return at;
    at += code === BACKSLASH ? 2 : 1;
  }
  while (at < json.length) {
    const quote = json.indexOf('"', at);
    if (quote === -1) break;
    let run = quote;
    while (run > at && json.charCodeAt(run - 1) === BACKSLASH) run--;
    // An odd number of backslashes escapes it.
    if ((quote - run) % 2 === 0) return quote;
    at = quote + 1;
  }
  return json.length;
}
