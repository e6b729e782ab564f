import { z } from 'zod';
import { bytesFromBase64, utf8ByteString, utf8Bytes } from '../bytes.ts';
import type { PastedRequest } from './pasted-request.ts';

/** Of HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), what makes a request. All else passes. */
const nameValue = z.object({ name: z.string(), value: z.string() });
const requestSchema = z.object({
  method: z.string().min(1),
  url: z.string().min(1),
  headers: z.array(nameValue).default([]),
  bodySize: z.number().default(-1),
  postData: z
    .object({
      mimeType: z.string().default(''),
      text: z.string().nullish(),
      params: z.array(z.object({ name: z.string(), value: z.string().nullish() })).nullish(),
      /** Not of the specification, but some tools write `base64` for bodies that are no text, as HAR has it for replies. */
      encoding: z.string().nullish(),
    })
    .nullish(),
});
const entrySchema = z.object({ startedDateTime: z.string().nullish(), request: requestSchema });
const logSchema = z.object({ log: z.object({ entries: z.array(entrySchema) }) });
const entriesSchema = z.array(entrySchema);

type HarRequest = z.infer<typeof requestSchema>;

/**
 * The requests of a HAR file, of its log's entries, of one entry or of an entry's request; null: the JSON is none of these.
 * `undefined` for a text that is not JSON. Headers come in the file's order; what a HAR does not hold is said as a loss.
 */
export function readHar(text: string): readonly PastedRequest[] | null | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message would quote the text, and that may hold credentials.
    return undefined;
  }
  const log = logSchema.safeParse(value);
  if (log.success) return log.data.log.entries.map(pastedOf);
  const entries = entriesSchema.safeParse(value);
  if (entries.success) return entries.data.map(pastedOf);
  const entry = entrySchema.safeParse(value);
  if (entry.success) return [pastedOf(entry.data)];
  const request = requestSchema.safeParse(value);
  return request.success ? [pastedOf({ request: request.data })] : null;
}

function pastedOf({ startedDateTime, request }: z.infer<typeof entrySchema>): PastedRequest {
  const losses: string[] = [];
  const body = bodyOf(request, losses);
  // HTTP/2 and 3 write what HTTP/1.1 has in its first line as headers whose names begin with a colon.
  const headers = request.headers.filter(({ name }) => !name.startsWith(':'));
  if (headers.some(({ value }) => /[^\0-\x7f]/.test(value))) {
    losses.push('A header has characters whose bytes a HAR does not hold; they are taken for UTF-8.');
  }
  const atMs = Date.parse(startedDateTime ?? '');
  return {
    request: {
      method: utf8ByteString(request.method),
      url: utf8ByteString(request.url.replace(/#.*$/s, '')),
      headers: headers.map(({ name, value }) => [utf8ByteString(name), utf8ByteString(value)] as const),
      body,
    },
    sentAtMs: Number.isNaN(atMs) ? null : atMs,
    losses,
  };
}

function bodyOf({ postData, bodySize }: HarRequest, losses: string[]): Uint8Array {
  const { text, params, encoding, mimeType = '' } = postData ?? {};
  if (text === undefined || text === null || (text === '' && bodySize > 0 && (params?.length ?? 0) > 0)) {
    if (params && params.length > 0 && /^application\/x-www-form-urlencoded/i.test(mimeType)) {
      losses.push('The body was put together from its form fields: its encoding and order may have been others.');
      const pairs = params.map(({ name, value }) => `${formEncoded(name)}=${formEncoded(value ?? '')}`);
      return utf8Bytes(pairs.join('&'));
    }
    if (bodySize > 0 || (params && params.length > 0)) losses.push('The body is not in the HAR.');
    return new Uint8Array(0);
  }
  const decoded = encoding === 'base64' ? bytesFromBase64(text) : undefined;
  const body = decoded ?? utf8Bytes(text);
  if (bodySize >= 0 && bodySize !== body.length) {
    losses.push(
      `The body has ${body.length} bytes here, and ${bodySize} were sent: a HAR holds characters, not bytes.`,
    );
  }
  return body;
}

/** The URL Standard's application/x-www-form-urlencoded serializer. */
function formEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
