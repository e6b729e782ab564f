import { latin1Text, strictUtf8Text, utf8Bytes } from '../bytes.ts';
import { firstHeader } from '../http/headers.ts';
import { pathOfTarget, queryOfTarget } from '../http/message.ts';
import type { SignedRequest } from '../signature/request-parts.ts';
import type { Variant } from './change.ts';

/** The URL as a signer may have had it, with the request target that belongs to it. */
export interface UrlForm {
  /** null: not known. */
  readonly url: string | null;
  readonly target: string;
}

interface Pieces {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  /** Without its `?`; null: no `?` either. */
  readonly query: string | null;
}

const MAX_FORMS = 160;
const MAX_URL = 8192;

/** As received first, then with one piece changed, then two, then scheme, host and one more: what proxies do together. */
export function urlForms(request: SignedRequest): readonly Variant<UrlForm>[] {
  const received: Variant<UrlForm> = { value: { url: request.url, target: request.target }, changes: [], price: 0 };
  const own = piecesOf(request);
  if (own === null) return [received];
  const variants = [received];
  const from = textOf(own);
  const seen = new Set([request.url]);
  const axes = [schemes(request, own), authorities(request, own), paths(request, own), queries(request, own)];
  const changed = axes.map((pieces) => pieces.slice(0, 12));
  const add = (pieces: Pieces, price: number) => {
    const url = textOf(pieces);
    if (seen.has(url) || url.length > MAX_URL || variants.length > MAX_FORMS) return;
    seen.add(url);
    const target = latin1Text(utf8Bytes(`${pieces.path}${pieces.query === null ? '' : `?${pieces.query}`}`));
    variants.push({
      value: { url, target },
      changes: [
        { cause: 'url-mismatch', note: '', evidence: { urls: { received: request.url ?? from, signed: url } } },
      ],
      price,
    });
  };
  if (request.url === null) add(own, 1);
  const [first = [], second = [], third = [], fourth = []] = changed;
  for (const axis of changed) for (const piece of axis) add({ ...own, ...piece }, 1);
  for (const [a, b] of [
    [first, second],
    [second, third],
    [third, fourth],
    [second, fourth],
    [first, third],
    [first, fourth],
  ] as const) {
    for (const one of a) for (const two of b) add({ ...own, ...one, ...two }, 2);
  }
  for (const one of first) {
    for (const two of second) {
      for (const three of [...third.slice(0, 4), ...fourth.slice(0, 4)]) add({ ...own, ...one, ...two, ...three }, 4);
    }
  }
  return variants;
}

function textOf({ scheme, authority, path, query }: Pieces): string {
  return `${scheme}://${authority}${path}${query === null ? '' : `?${query}`}`;
}

/** From the public URL; where it is not known, from the Host header. Header texts are bytes, URLs are text. */
function piecesOf(request: SignedRequest): Pieces | null {
  const { url, target } = request;
  const split =
    url === null || url.length > MAX_URL
      ? null
      : /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/is.exec(url);
  if (split !== null) {
    const [, scheme = '', authority = '', path = '', query = null] = split;
    return { scheme, authority, path, query };
  }
  const host = firstHeader(request.headers, 'host');
  if (url !== null || host === undefined || host === '' || target.length > MAX_URL) return null;
  const query = queryOfTarget(target);
  return {
    scheme: firstHeader(request.headers, 'x-forwarded-proto') === 'http' ? 'http' : 'https',
    authority: textFrom(host),
    path: textFrom(pathOfTarget(target)),
    query: query === '' ? null : textFrom(query),
  };
}

function textFrom(byteString: string): string {
  const bytes = Uint8Array.from(byteString, (character) => character.charCodeAt(0));
  return strictUtf8Text(bytes) ?? byteString;
}

function headerText(request: SignedRequest, name: string): string | null {
  const value = firstHeader(request.headers, name)?.split(',')[0]?.trim();
  return value === undefined || value === '' || value.length > MAX_URL ? null : textFrom(value);
}

type Change = Partial<Pieces>;

function schemes(request: SignedRequest, { scheme }: Pieces): readonly Change[] {
  const forwarded = headerText(request, 'x-forwarded-proto');
  const names = ['https', 'http', ...(forwarded === null ? [] : [forwarded])];
  return [...new Set(names)].filter((name) => name !== scheme).map((name) => ({ scheme: name }));
}

function authorities(request: SignedRequest, { authority }: Pieces): readonly Change[] {
  const hosts: string[] = [];
  for (const name of ['x-forwarded-host', 'x-original-host', 'x-forwarded-server', 'host', ':authority']) {
    const host = headerText(request, name);
    if (host !== null) hosts.push(host);
  }
  const [, forwarded] = /host="?([^";,]{1,300})"?/i.exec(headerText(request, 'forwarded') ?? '') ?? [];
  if (forwarded !== undefined) hosts.push(forwarded);
  const bare = (host: string) => host.replace(/^[^@]*@/, '').replace(/:\d{1,5}$/, '');
  const port = headerText(request, 'x-forwarded-port');
  const own = [bare(authority), `${bare(authority)}:443`, `${bare(authority)}:80`, authority.toLowerCase()];
  const withPort = port === null ? [] : [...hosts, authority].map((host) => `${bare(host)}:${port}`);
  const www = authority.startsWith('www.') ? authority.slice(4) : `www.${authority}`;
  const all = [...hosts, ...own, ...hosts.map(bare), ...withPort, www];
  return [...new Set(all)].filter((one) => one !== authority && one !== '').map((one) => ({ authority: one }));
}

function paths(request: SignedRequest, { path, query }: Pieces): readonly Change[] {
  const changes: Change[] = [];
  const seen = new Set([`${path}?${query}`]);
  const add = (change: Change) => {
    const whole = { path, query, ...change };
    const known = `${whole.path}?${whole.query}`;
    if (!seen.has(known)) changes.push(change);
    seen.add(known);
  };
  add({ path: path.endsWith('/') ? path.slice(0, -1) : `${path}/` });
  for (const name of [
    'x-original-url',
    'x-rewrite-url',
    'x-forwarded-uri',
    'x-original-uri',
    'x-forwarded-path',
    'x-envoy-original-path',
  ]) {
    const value = headerText(request, name);
    if (value === null) continue;
    const target = pathOfTarget(value);
    const itsQuery = queryOfTarget(value);
    add({ path: target });
    if (itsQuery !== '') add({ path: target, query: itsQuery });
  }
  const prefix = headerText(request, 'x-forwarded-prefix')?.replace(/\/$/, '') ?? null;
  if (prefix !== null) add({ path: `${prefix}${path}` });
  add({ path: textFrom(pathOfTarget(request.target)) });
  const second = path.indexOf('/', 1);
  if (second !== -1) add({ path: path.slice(second) });
  if (path !== '/' && path !== '') add({ path: '/' });
  add({ path: path.replace(/\/{2,}/g, '/') });
  const decoded = percentDecoded(path);
  if (decoded !== null) add({ path: decoded });
  add({ path: encodeURI(wellFormed(path)).replace(/%25([0-9A-F]{2})/gi, '%$1') });
  add({ path: path.toLowerCase() });
  return changes;
}

function queries(request: SignedRequest, { query }: Pieces): readonly Change[] {
  const changes: Change[] = [];
  const seen = new Set<string | null>([query]);
  const add = (one: string | null) => {
    if (!seen.has(one)) changes.push({ query: one });
    seen.add(one);
  };
  const ownTarget = queryOfTarget(request.target);
  add(null);
  if (ownTarget !== '') add(textFrom(ownTarget));
  if (query === null || query === '') return query === '' ? changes : [...changes, { query: '' }];
  const pairs = query.split('&');
  if (pairs.length <= 1000) {
    add([...pairs].sort().join('&'));
    add([...pairs].reverse().join('&'));
  }
  add(query.replaceAll('+', '%20'));
  add(query.replaceAll('%20', '+'));
  const decoded = percentDecoded(query);
  if (decoded !== null) add(decoded);
  add(query.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase()));
  add(query.replace(/%[0-9a-f]{2}/gi, (code) => code.toLowerCase()));
  add(encodeURI(wellFormed(query)).replace(/%25([0-9A-F]{2})/gi, '%$1'));
  add(pairs.map((pair) => (pair.includes('=') ? pair : `${pair}=`)).join('&'));
  return changes;
}

function percentDecoded(text: string): string | null {
  if (!text.includes('%')) return null;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // Not UTF-8 behind the escapes: there is no such form.
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** `encodeURI` throws for half a surrogate pair. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
