import { latin1Bytes, latin1Text, utf8Bytes } from '../bytes.ts';

/** Names and values are byte strings (one character a byte), so that text that is not UTF-8 keeps its bytes. */
export type FormPair = readonly [name: string, value: string];

/** A signature over a form needs it parsed and sorted; past these a hostile body would cost more than a real one ever does. */
const MAX_FORM_BYTES = 4 * 1024 * 1024;
const MAX_FORM_FIELDS = 10_000;

/** application/x-www-form-urlencoded (URL Standard, section 5.1), bytes kept. null: larger than any real form. */
export function parseForm(body: Uint8Array): readonly FormPair[] | null {
  if (body.length > MAX_FORM_BYTES) return null;
  return parsePairs(latin1Text(body));
}

/** The query of a URL or request target, without its `?`. */
export function parseQuery(query: string): readonly FormPair[] | null {
  if (query.length > MAX_FORM_BYTES) return null;
  // A URL given as text may hold characters past U+00FF; on the wire they are UTF-8.
  return parsePairs(latin1Text(utf8Bytes(query)));
}

function parsePairs(text: string): readonly FormPair[] | null {
  const pairs: FormPair[] = [];
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('&', at);
    const stop = end === -1 ? text.length : end;
    if (stop > at) {
      if (pairs.length === MAX_FORM_FIELDS) return null;
      const item = text.slice(at, stop);
      const equals = item.indexOf('=');
      pairs.push(
        equals === -1
          ? [unescapeForm(item), '']
          : [unescapeForm(item.slice(0, equals)), unescapeForm(item.slice(equals + 1))],
      );
    }
    at = stop + 1;
  }
  return pairs;
}

function unescapeForm(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  return spaced.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * Every name with its value, sorted by name, nothing between them; the values of a repeated name are de-duplicated and
 * sorted (the form rule of Twilio's request validation, which others copied).
 */
export function sortedForm(pairs: readonly FormPair[]): Uint8Array {
  const byName = new Map<string, Set<string>>();
  for (const [name, value] of pairs) {
    const values = byName.get(name);
    if (values === undefined) byName.set(name, new Set([value]));
    else values.add(value);
  }
  let text = '';
  for (const name of [...byName.keys()].sort()) {
    for (const value of [...(byName.get(name) ?? [])].sort()) text += name + value;
  }
  return latin1Bytes(text);
}
