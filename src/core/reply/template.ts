import { textOfByteString, utf8ByteString, utf8Bytes } from '../bytes.ts';
import { contentTypeOf } from '../http/content-type.ts';
import { firstHeader, type HeaderList } from '../http/headers.ts';
import { pathOfTarget } from '../http/message.ts';
import type { RequestParts } from '../signature/request-parts.ts';
import { jsonTextAt } from './match.ts';

/**
 * A reply's texts with values of the request in them: `{{method}}`, `{{path}}`, `{{header.X-Id}}`, `{{query.challenge}}`,
 * `{{json.data.id}}` (dotted; objects and arrays as their JSON), `{{json}}`, `{{body}}`, `{{now}}` (RFC 3339), `{{unix}}`
 * (seconds), `{{uuid}}`. Nothing is computed: a template is no program.
 */
export interface TemplateValues {
  readonly parts: RequestParts;
  readonly nowMs: number;
  /** Each use of `{{uuid}}` is another. */
  readonly newUuid: () => string;
}

export interface FilledTemplate {
  readonly text: string;
  /** Names that nothing is known by, and values that the request does not have: they gave empty text. Each once. */
  readonly missing: readonly string[];
}

/** Past this a reply does not grow by its values: a template of many placeholders times a large body is a sender's to exploit. */
export const MAX_FILLED_CHARS = 1024 * 1024;
/** More of them than any label shows. */
const MAX_MISSING = 20;
const MAX_NAME_CHARS = 200;

/** Linear in the template and the values. `{{` without its `}}` is text. */
export function fillTemplate(
  template: string,
  values: TemplateValues,
  encode: (value: string) => string = (value) => value,
): FilledTemplate {
  const missing = new Set<string>();
  const pieces: string[] = [];
  let length = 0;
  let at = 0;
  const put = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  while (at < template.length) {
    const open = template.indexOf('{{', at);
    const close = open === -1 ? -1 : template.indexOf('}}', open);
    if (close === -1) break;
    put(template.slice(at, open));
    const name = template.slice(open + 2, close).trim();
    const value = name.length > MAX_NAME_CHARS ? undefined : valueNamed(name, values);
    if (value === undefined && missing.size < MAX_MISSING) missing.add(name.slice(0, MAX_NAME_CHARS));
    if (value !== undefined && length + value.length <= MAX_FILLED_CHARS) put(encode(value));
    at = close + 2;
  }
  put(template.slice(at));
  return { text: pieces.join(''), missing: [...missing] };
}

/** Text; undefined: unknown, or not in this request. */
function valueNamed(name: string, { parts, nowMs, newUuid }: TemplateValues): string | undefined {
  const { request } = parts;
  switch (name) {
    case 'method':
      return textOfByteString(request.method);
    case 'path':
      return textOfByteString(pathOfTarget(request.target));
    case 'body':
      return parts.bodyText();
    case 'json':
      return jsonTextAt(parts, '');
    case 'now':
      return new Date(nowMs).toISOString();
    case 'unix':
      return String(Math.floor(nowMs / 1000));
    case 'uuid':
      return newUuid();
  }
  const dot = name.indexOf('.');
  const rest = name.slice(dot + 1);
  switch (dot === -1 ? '' : name.slice(0, dot)) {
    case 'header':
      return textOrNone(firstHeader(request.headers, rest));
    case 'query':
      return textOrNone(parts.query(rest)[0]);
    case 'json':
      return jsonTextAt(parts, rest);
  }
  return undefined;
}

function textOrNone(bytes: string | undefined): string | undefined {
  return bytes === undefined ? undefined : textOfByteString(bytes);
}

export interface FilledReply {
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly missing: readonly string[];
}

/**
 * Headers lose what ends a line, so that no value adds a header. Where the reply's Content-Type is JSON, values are escaped for the
 * inside of a JSON string, so that no value ends one: `{"id": "{{json.id}}"}` stays JSON whatever was sent.
 */
export function fillReply(
  reply: { readonly headers: HeaderList; readonly body: string },
  values: TemplateValues,
): FilledReply {
  const missing = new Set<string>();
  const fill = (template: string, encode: (value: string) => string): string => {
    const filled = fillTemplate(template, values, encode);
    for (const name of filled.missing) missing.add(name);
    return filled.text;
  };
  const headers = reply.headers.map(
    // Templates of headers are byte strings, as all of a header list.
    ([name, value]) => [name, fill(value, (text) => headerSafe(utf8ByteString(text)))] as const,
  );
  const isJson = isJsonType(headers);
  const body = fill(reply.body, isJson ? insideJsonString : (text) => text);
  return { headers, body: utf8Bytes(body), missing: [...missing] };
}

/** A header must stay one, and short enough for any client. */
const MAX_HEADER_VALUE_CHARS = 8 * 1024;

function headerSafe(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header value may not hold (RFC 9110, 5.5)
  return value.slice(0, MAX_HEADER_VALUE_CHARS).replace(/[\0-\x08\x0a-\x1f\x7f]/g, '');
}

/** `application/json` and every `+json`. */
function isJsonType(headers: HeaderList): boolean {
  return /[/+]json$/i.test(contentTypeOf(headers)?.mediaType ?? '');
}

function insideJsonString(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
