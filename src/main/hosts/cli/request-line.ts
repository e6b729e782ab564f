import { z } from 'zod';
import { utf8ByteString } from '../../../core/bytes.ts';
import type { HeaderList } from '../../../core/http/headers.ts';
import { targetOfUrl } from '../../../core/http/message.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { Scheme } from '../../../core/signature/scheme.ts';
import type { CandidateSecret, SignedRequest } from '../../../core/signature/verify.ts';
import type { InputLine } from './input-lines.ts';

/** One line of `verify --ndjson` and `sign --ndjson`: a request, its secret and the moment to judge it at. */
export interface RequestLine {
  readonly id: LineId;
  /** null: detected from the request. */
  readonly scheme: string | null;
  /** As the scheme takes them. */
  secretsFor(scheme: Scheme): readonly CandidateSecret[];
  readonly request: SignedRequest;
  readonly nowMs: number;
}

export type LineId = string | number | null;

/** A line that is not one: its id and scheme where that much could be read, and a clause for a person. */
export interface LineProblem {
  readonly id: LineId;
  readonly scheme: string | null;
  readonly problem: string;
}

/** Bodies are base64: room for a body of the listener's usual limit twice over. */
export const MAX_LINE_BYTES = 128 * 1024 * 1024;

const lineId = z.union([z.string(), z.number()]).nullable().default(null);

const headerValue = z.union([z.string(), z.array(z.string())]);

/** Unknown fields pass: a file of test vectors is valid input. */
const lineSchema = z.object({
  id: lineId,
  scheme: z.string().nullable().default(null),
  secret: z.string().nullable().default(null),
  /** Public keys and further secrets by name. */
  key: z.record(z.string(), z.unknown()).nullable().default(null),
  method: z.string().min(1).default('POST'),
  url: z.string().nullable().default(null),
  headers: z.union([z.record(z.string(), headerValue), z.array(z.tuple([z.string(), z.string()]))]),
  body: z.string().default(''),
  /** Epoch seconds; the bound is the last moment a date can hold. */
  now: z.number().min(0).max(8.64e12).nullable().default(null),
});

type LineFields = z.infer<typeof lineSchema>;

export function parseRequestLine(line: InputLine, clockMs: number): Result<RequestLine, LineProblem> {
  if (line === null) return fail({ ...unreadable, problem: 'the line is not UTF-8 or longer than 128 MiB' });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The parser's own message would quote the line, and the line holds a secret.
    return fail({ ...unreadable, problem: 'the line is not JSON' });
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'the line' : `“${issue.path.map(String).join('.')}”`;
    return fail({ ...labelsOf(value), problem: `${where} is missing or not of the right type` });
  }
  const { id, scheme, method, url, now } = parsed.data;
  const body = bytesOfBase64(parsed.data.body);
  if (body === null) return fail({ id, scheme, problem: '“body” is not base64' });
  return ok({
    id,
    scheme,
    secretsFor: (scheme) => secretsOf(parsed.data, scheme),
    request: {
      method: utf8ByteString(method),
      target: utf8ByteString(targetOfUrl(url ?? '')),
      url,
      headers: headersOf(parsed.data),
      body,
    },
    nowMs: now === null ? clockMs : now * 1000,
  });
}

const unreadable = { id: null, scheme: null } as const;

function labelsOf(value: unknown): Pick<LineProblem, 'id' | 'scheme'> {
  const labels = z.object({ id: lineId.catch(null), scheme: z.string().nullable().catch(null) }).safeParse(value);
  return labels.success ? labels.data : unreadable;
}

/**
 * A clause on what would end a line of the request early, which no request can hold and no signature should be made for;
 * null when there is nothing of that kind.
 */
export function lineBreakProblem({ method, url, headers }: SignedRequest): string | null {
  if (hasLineBreak.test(method)) return '“method” has a line break or NUL in it';
  if (url !== null && hasLineBreak.test(url)) return '“url” has a line break or NUL in it';
  const at = headers.findIndex((pair) => pair.some((part) => hasLineBreak.test(part)));
  return at === -1 ? null : `“headers” have a line break or NUL in number ${at + 1}`;
}

const hasLineBreak = /[\r\n\0]/;

/**
 * The secret, and of `key` the public keys, certificates, JWKs and second secrets, each with the scheme's identifier before
 * it where the line has one.
 */
export function secretsOf(
  { secret, key }: { readonly secret?: string | null; readonly key?: Readonly<Record<string, unknown>> | null },
  scheme: Scheme,
): readonly CandidateSecret[] {
  const fields = Object.entries(key ?? {}).filter(
    (field): field is [string, string | object] => typeof field[1] === 'string' || isObject(field[1]),
  );
  const names = scheme.identifier ?? [];
  const identifier = fields.find(([name]) => names.includes(name))?.[1];
  const keys = fields.filter(([name]) => !names.includes(name) && isKeyName.test(name));
  const all = secret === null || secret === undefined ? keys : [['secret', secret] as const, ...keys];
  return all.map(([id, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return { id, value: typeof identifier === 'string' ? `${identifier}\n${text}` : text };
  });
}

/** Others are settings and private halves, which no verifier has. */
const isKeyName = /^(public|certificate|cert$|jwk|secondary|next|key$|pem)/i;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function headersOf({ headers }: LineFields): HeaderList {
  const pairs = Array.isArray(headers)
    ? headers
    : Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));
  return pairs.map(([name, value]) => [utf8ByteString(name), utf8ByteString(value)]);
}

/** Strict: Node's decoder passes over what is not base64, so the text has to come back the same. */
function bytesOfBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : null;
}
