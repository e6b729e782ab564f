import { utf8Bytes } from '../../bytes.ts';

/**
 * The forms of one URL that Twilio may have signed: as received; and as a URL parser writes it, without a port and with
 * the scheme's standard one, each with the query as it came, as the parser writes it, and as form libraries write it
 * again. Twilio's own library (`validateRequest` of twilio-node 5 and later) tries them because its services do not
 * agree. The user name and password, where a URL has them, are signed.
 */
export function twilioUrls(url: string): Iterable<string> {
  return { [Symbol.iterator]: () => formsOf(url) };
}

/** One after another: nearly always the first is the one, and the others cost more than the signature itself. */
function* formsOf(url: string): Generator<string> {
  yield url;
  const parts = /^(https?):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(url);
  if (parts === null) return;
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = parts;
  const at = authority.lastIndexOf('@') + 1;
  const user = authority.slice(0, at);
  const host = authority.slice(at).toLowerCase();
  const bare = host.replace(/:\d*$/, '');
  const standard = scheme.toLowerCase() === 'https' ? 443 : 80;
  // A port that is there stays: it is added only where the URL has none.
  const withPort = host === bare ? `${host}:${standard}` : host;
  const known = new Set([url]);
  for (const written of [asItCame, parserQuery, formQuery]) {
    const form = written(query);
    for (const name of [bare, withPort]) {
      const other = `${scheme.toLowerCase()}://${user}${name}${parserPath(path)}${form}${fragment}`;
      if (!known.has(other)) yield other;
      known.add(other);
    }
  }
}

function asItCame(query: string): string {
  return query;
}

/** URL Standard, section 1.3: the path percent-encode set. An empty path is `/`. */
function parserPath(path: string): string {
  return path === '' ? '/' : path.replace(/[^!$-;=@-\]_a-z|~]/gu, percentEncoded);
}

/** URL Standard, section 1.3: the special-query percent-encode set. */
function parserQuery(query: string): string {
  return query.replace(/[^!$-&(-;=?-~]/gu, percentEncoded);
}

/** Parsed as a form and written again by `encodeURIComponent`'s rule, as Node's `querystring` does. */
function formQuery(query: string): string {
  if (query === '') return '';
  const rewritten = query
    .slice(1)
    .split('&')
    .filter((item) => item !== '')
    .map((item) => {
      const equals = item.indexOf('=');
      const name = equals === -1 ? item : item.slice(0, equals);
      const value = equals === -1 ? '' : item.slice(equals + 1);
      return `${encodedAgain(name)}=${encodedAgain(value)}`;
    });
  return `?${rewritten.join('&')}`;
}

/** Escapes stay as they are (in capitals); what `encodeURIComponent` would escape is escaped. */
function encodedAgain(text: string): string {
  return text
    .replaceAll('+', '%20')
    .replace(/%[0-9a-fA-F]{2}/g, unescapeUnreserved)
    .replace(/%(?![0-9A-F]{2})|[^%A-Za-z0-9\-_.!~*'()]/gu, percentEncoded);
}

function unescapeUnreserved(escaped: string): string {
  const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return /[A-Za-z0-9\-_.!~*'()]/.test(character) ? character : escaped.toUpperCase();
}

function percentEncoded(character: string): string {
  let text = '';
  for (const byte of utf8Bytes(character)) text += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return text;
}
