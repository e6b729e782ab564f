import { lossyUtf8Text, strictUtf8Text, utf8ByteString } from '../bytes.ts';
import { type HeaderList, headerValues } from '../http/headers.ts';
import { queryOfTarget } from '../http/message.ts';
import { isNestedDeeper } from '../json-depth.ts';
import { type FormPair, parseForm, parseQuery } from './form.ts';

/** A request as a signature sees it. Every scheme works on these and on nothing else. */
export interface SignedRequest {
  readonly method: string;
  /** The request target as sent: `/hooks?a=1`. */
  readonly target: string;
  /** The full public URL, for schemes that sign it; null where it is not known. */
  readonly url: string | null;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** Larger JSON is not parsed: no provider puts its signature into a body this size, and a hostile sender might. */
export const MAX_JSON_BYTES = 1024 * 1024;

/** Looks parts of a request up, parsing each kind once and only when asked. */
export interface RequestParts {
  readonly request: SignedRequest;
  /** Every value of a header, in order. */
  header(name: string): readonly string[];
  /** In lower case, each once. */
  headerNames(): Iterable<string>;
  /** Values of a form field as byte strings; null: the form is too large to parse. */
  form(): readonly FormPair[] | null;
  /** A value of the JSON body at a dotted path as text; undefined where there is none. */
  json(path: string): string | undefined;
  /** A value of the JSON body at a dotted path, of any type; undefined where there is none. */
  jsonAt(path: string): unknown;
  /** The body as text in UTF-8, faults replaced. */
  bodyText(): string | undefined;
  /** The whole parsed body; undefined when it is not JSON. */
  jsonBody(): unknown;
  query(name: string): readonly string[];
}

/** A scheme asks for one to three headers, which is cheaper without an index; detection asks for all of them. */
const LOOKUPS_WITHOUT_INDEX = 4;

export function requestParts(request: SignedRequest): RequestParts {
  let headers: Map<string, string[]> | undefined;
  let lookups = 0;
  let form: readonly FormPair[] | null | undefined;
  let query: readonly FormPair[] | undefined;
  let json: { readonly value: unknown } | undefined;

  function jsonBody(): unknown {
    json ??= { value: parseJson(request.body, MAX_JSON_BYTES) };
    return json.value;
  }

  function headersByName(): Map<string, string[]> {
    if (headers !== undefined) return headers;
    headers = new Map();
    for (const [key, value] of request.headers) {
      const lower = key.toLowerCase();
      const values = headers.get(lower);
      if (values === undefined) headers.set(lower, [value]);
      else values.push(value);
    }
    return headers;
  }

  return {
    request,
    header(name) {
      if (headers === undefined && lookups++ < LOOKUPS_WITHOUT_INDEX) return headerValues(request.headers, name);
      return headersByName().get(name.toLowerCase()) ?? [];
    },
    headerNames: () => headersByName().keys(),
    form() {
      if (form === undefined) form = parseForm(request.body);
      return form;
    },
    bodyText: () => lossyUtf8Text(request.body),
    jsonBody,
    jsonAt: (path) => jsonAt(jsonBody(), path),
    json: (path) => jsonText(jsonAt(jsonBody(), path)),
    query(name) {
      query ??= parseQuery(queryOfTarget(request.url ?? request.target)) ?? [];
      const wanted = utf8ByteString(name);
      return query.filter(([key]) => key === wanted).map(([, value]) => value);
    },
  };
}

/** The parts of a request whose body nobody may parse or decode. `isAsked`: whether it would have been. */
export function unparsedParts(request: SignedRequest): { readonly parts: RequestParts; isAsked(): boolean } {
  let asked = false;
  const refuse = (): undefined => {
    asked = true;
  };
  const parts = {
    ...requestParts(request),
    form() {
      asked = true;
      return null;
    },
    bodyText: refuse,
    jsonBody: refuse,
    jsonAt: refuse,
    json: refuse,
  };
  return { parts, isAsked: () => asked };
}

/** What no provider sends: parsing a megabyte of brackets takes most of a second. */
const MAX_JSON_DEPTH = 1000;
/** Too short to be nested so deep that it takes long. */
const SHALLOW_BYTES = 16 * 1024;

/**
 * undefined for anything that is not JSON in valid UTF-8 of at most `maxBytes`, and for a long one nested deeper than any sender's.
 * A byte-order mark is passed over.
 */
export function parseJson(body: Uint8Array, maxBytes: number): unknown {
  if (body.length === 0 || body.length > maxBytes) return undefined;
  const text = strictUtf8Text(body);
  if (text === undefined) return undefined;
  if (body.length > SHALLOW_BYTES && isNestedDeeper(text, MAX_JSON_DEPTH)) return undefined;
  try {
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    // Not JSON, which is an answer here and no error.
    return undefined;
  }
}

/** The value at a dotted path of own properties and array indices; undefined where there is none. */
export function jsonAt(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    // An object with this own property, as checked in the line above.
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

function jsonText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null ? '' : undefined;
}
