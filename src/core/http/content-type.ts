import { firstHeader, type HeaderList } from './headers.ts';

/** A media type (RFC 9110, section 8.3.1), type and parameter names in lower case, values as sent and unquoted. */
export interface ContentType {
  /** `application/json`; empty when the header has no readable `type/subtype`. */
  readonly mediaType: string;
  /** In order; a name may occur twice, and then the first counts. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const TOKEN = String.raw`[!#$%&'*+\-.^_\`|~0-9A-Za-z]+`;
const MEDIA_TYPE = new RegExp(`^[ \\t]*(${TOKEN}/${TOKEN})[ \\t]*(?=;|$)`);
const PARAMETER = new RegExp(`;[ \\t]*(?:(${TOKEN})=(?:"((?:[^"\\\\]|\\\\[\\s\\S])*)"|([^;"]*)))?[^;]*`, 'gy');

/**
 * Reads the value of a Content-Type header. Senders write odd ones, so a broken parameter is passed over and the rest is
 * read; values may hold any byte but `;` and `"` unquoted, since real boundaries do.
 */
export function parseContentType(value: string): ContentType {
  const start = MEDIA_TYPE.exec(value);
  if (start?.[1] === undefined) return { mediaType: '', parameters: [] };
  const parameters: [string, string][] = [];
  for (const [, name, quoted, bare] of value.slice(start[0].length).matchAll(PARAMETER)) {
    if (name !== undefined) {
      parameters.push([
        name.toLowerCase(),
        quoted === undefined ? (bare ?? '').trim() : quoted.replace(/\\([\s\S])/g, '$1'),
      ]);
    }
  }
  return { mediaType: start[1].toLowerCase(), parameters };
}

/** The parsed Content-Type of a message, or null when it has none. */
export function contentTypeOf(headers: HeaderList): ContentType | null {
  const value = firstHeader(headers, 'content-type');
  if (value === undefined) return null;
  if (value !== last.value) last = { value, type: parseContentType(value) };
  return last.type;
}

/** It is asked for several times of one message, and senders send the same one over and over. */
let last: { readonly value: string; readonly type: ContentType } = { value: '', type: parseContentType('') };

/** The first parameter of that name (lower case), or undefined. */
export function contentTypeParameter(type: ContentType, name: string): string | undefined {
  return type.parameters.find(([candidate]) => candidate === name)?.[1];
}

/** The charset label in lower case, or undefined. */
export function charsetOf(type: ContentType): string | undefined {
  return contentTypeParameter(type, 'charset')?.toLowerCase();
}

/** The boundary of a multipart body (RFC 2046, section 5.1.1), or undefined. */
export function boundaryOf(type: ContentType): string | undefined {
  return contentTypeParameter(type, 'boundary');
}
