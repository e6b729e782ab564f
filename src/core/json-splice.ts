import { strictUtf8Text, utf8Bytes } from './bytes.ts';
import { jsonProblem } from './view/json.ts';

/**
 * The JSON body with one value set at a dotted path of names and array indices; every other byte stays as it was, so
 * that long numbers, escapes and white space survive. Objects on the way that are missing are added. Of a name that is
 * there twice the last counts, as for `JSON.parse`. null: the body is no JSON that has room for the path.
 */
export function withJsonValue(body: Uint8Array, path: string, value: string | number): Uint8Array | null {
  const text = strictUtf8Text(body);
  // By the scanner, which makes nothing of it: this runs where a parsed body of many megabytes would hold all else up.
  if (text === undefined || jsonProblem(text.startsWith(BOM) ? text.slice(1) : text, Number.POSITIVE_INFINITY) !== null)
    return null;
  const spliced = splice(text, path.split('.'), JSON.stringify(value));
  return spliced === null ? null : utf8Bytes(spliced);
}

const BOM = '\ufeff';

/** `text` is known to be JSON: what follows only has to find its way. */
function splice(text: string, path: readonly string[], literal: string): string | null {
  let at = skipBlanks(text, text.startsWith(BOM) ? 1 : 0);
  for (const [depth, key] of path.entries()) {
    const isArray = text[at] === '[';
    if (!isArray && text[at] !== '{') return null;
    const found = child(text, at, key);
    if (found.at !== null) {
      at = found.at;
      continue;
    }
    if (isArray) return null;
    const missing = path.slice(depth).map((name) => JSON.stringify(name));
    const member = `${missing.join(':{')}:${literal}${'}'.repeat(missing.length - 1)}`;
    return `${text.slice(0, found.end)}${found.isEmpty ? '' : ','}${member}${text.slice(found.end)}`;
  }
  return text.slice(0, at) + literal + text.slice(valueEnd(text, at));
}

interface Child {
  /** Start of the wanted value; null when there is none. */
  readonly at: number | null;
  /** Where a further member goes: after the last one. */
  readonly end: number;
  readonly isEmpty: boolean;
}

/** A member of the object, or an element of the array, that begins at `open`. */
function child(text: string, open: number, key: string): Child {
  const isArray = text[open] === '[';
  let found: number | null = null;
  let end = open + 1;
  let at = skipBlanks(text, end);
  let index = 0;
  while (text[at] !== ']' && text[at] !== '}') {
    let name = String(index++);
    if (!isArray) {
      const nameEnd = valueEnd(text, at);
      name = JSON.parse(text.slice(at, nameEnd));
      at = skipBlanks(text, skipBlanks(text, nameEnd) + 1);
    }
    if (name === key) found = at;
    end = valueEnd(text, at);
    at = skipBlanks(text, end);
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  return { at: found, end, isEmpty: index === 0 };
}

/** The index after the value that begins at `at`. Not recursive: documents may nest deeper than the stack. */
function valueEnd(text: string, at: number): number {
  let depth = 0;
  for (let index = at; ; ) {
    const character = text[index];
    if (character === '"') index = stringEnd(text, index);
    else if (character === '{' || character === '[') {
      depth++;
      index++;
    } else if (character === '}' || character === ']') {
      depth--;
      index++;
    } else if (depth > 0) index++;
    else {
      while (index < text.length && !/[\s,\]}]/.test(text.charAt(index))) index++;
    }
    if (depth === 0) return index;
  }
}

function stringEnd(text: string, at: number): number {
  let index = at + 1;
  while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}

function skipBlanks(text: string, at: number): number {
  let index = at;
  while (index < text.length && /\s/.test(text.charAt(index))) index++;
  return index;
}
