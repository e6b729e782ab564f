import { latin1Bytes, utf8Bytes } from '../bytes.ts';
import { pathOfTarget } from '../http/message.ts';
import type { LoadedKey } from './algorithm.ts';
import type { CryptoPort } from './crypto-port.ts';
import { parseForm, sortedForm } from './form.ts';
import type { Plan } from './plan.ts';
import type { SignedRequest } from './request-parts.ts';
import type { CandidateSecret } from './scheme.ts';
import { decodeSignature, isBlank, isList, withoutPrefix } from './signature-field.ts';
import type { TemplateToken } from './template.ts';
import { parseTimestamp, windowProblem } from './timestamp.ts';

/**
 * The id of the secret that a request is plainly and rightly signed with. null proves nothing: whoever asks has to go the long
 * way, which finds out what is wrong. It only ever leaves out what explains a failure, for that is most of what verifying a
 * short body costs beside its hash.
 */
export type QuickMatch = (
  request: SignedRequest,
  secrets: readonly CandidateSecret[],
  nowMs: number,
  crypto: CryptoPort,
) => string | null;

type Piece = (request: SignedRequest, found: Found) => Uint8Array | null;

interface Found {
  readonly timestamp: string | null;
  readonly url: string | null;
  /** Set for each key in turn. */
  key: LoadedKey | null;
}

/** null: the recipe has something that is not plain. */
export function quickMatchOf(plan: Plan): QuickMatch | null {
  const { recipe, template, algorithm } = plan;
  const { signature, timestamp } = recipe;
  const [name, ...otherNames] = signature.names;
  const form = algorithm.form;
  if (name === undefined || otherNames.length > 0 || signature.in !== 'header' || isList(signature)) return null;
  if (typeof form !== 'number' || (timestamp !== undefined && timestamp.in !== 'header')) return null;
  const pieces: Piece[] = [];
  for (const token of template) {
    const piece = pieceOf(token);
    if (piece === null) return null;
    pieces.push(piece);
  }
  const hasSecret = template.some(({ kind }) => kind === 'secret');
  const signsUrl = template.some(({ kind }) => kind === 'url');
  const signatureName = name.toLowerCase();
  const timestampName = timestamp?.name.toLowerCase() ?? '';

  const firstUrl = lastOf((url) => firstOf(plan.urls(url)));

  function contentOf(request: SignedRequest, found: Found): readonly Uint8Array[] | null {
    const content: Uint8Array[] = [];
    for (const piece of pieces) {
      const bytes = piece(request, found);
      if (bytes === null) return null;
      content.push(bytes);
    }
    return content;
  }

  return (request, secrets, nowMs, crypto) => {
    let value: string | null = null;
    let raw: string | null = null;
    for (const [key, text] of request.headers) {
      if (isNamed(key, signatureName)) {
        // More than one, equal or not, is not plain.
        if (value !== null) return null;
        value = text;
      } else if (timestamp !== undefined && isNamed(key, timestampName)) {
        if (raw !== null) return null;
        raw = text;
      }
    }
    if (value === null || !isBare(value)) return null;
    const received = decodeSignature(signature, form, withoutPrefix(signature, value));
    if (received === undefined) return null;
    if (timestamp !== undefined) {
      if (raw === null || !isBare(raw)) return null;
      const atMs = parseTimestamp(raw, timestamp.unit);
      if (atMs === null || windowProblem(timestamp, atMs, nowMs) !== null) return null;
    }
    const url = signsUrl && request.url !== null ? firstUrl(request.url) : null;
    const found: Found = { timestamp: raw, url, key: null };
    let content = hasSecret ? null : contentOf(request, found);
    if (content === null && !hasSecret) return null;
    for (const secret of secrets) {
      const key = plan.keyOf(secret, crypto);
      if (!key.ok) continue;
      if (hasSecret) {
        found.key = key.value;
        content = contentOf(request, found);
      }
      if (content !== null && key.value.over(content).matches(received)) return secret.id;
    }
    return null;
  };
}

function pieceOf(token: TemplateToken): Piece | null {
  switch (token.kind) {
    case 'literal': {
      const bytes = utf8Bytes(token.text);
      return () => bytes;
    }
    case 'body':
      return ({ body }) => body;
    case 'method': {
      const bytesOf = lastOf(latin1Bytes);
      return ({ method }) => bytesOf(method);
    }
    case 'path':
      return ({ target }) => latin1Bytes(pathOfTarget(target));
    case 'url': {
      const bytesOf = lastOf(utf8Bytes);
      return (_request, { url }) => (url === null ? null : bytesOf(url));
    }
    case 'timestamp':
      return (_request, { timestamp }) => (timestamp === null ? null : latin1Bytes(timestamp));
    case 'secret':
      return (_request, { key }) => key?.secretBytes ?? null;
    case 'form-sorted':
      return ({ body }) => {
        const form = parseForm(body);
        return form === null ? null : sortedForm(form);
      };
    default:
      return null;
  }
}

/** With its last result at hand: the next request of an endpoint mostly has the same URL and method. */
function lastOf<T>(make: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly made: T } | null = null;
  return (text) => {
    if (last === null || last.text !== text) last = { text, made: make(text) };
    return last.made;
  };
}

/** `wanted` is in lower case. */
function isNamed(name: string, wanted: string): boolean {
  return name.length === wanted.length && (name === wanted || name.toLowerCase() === wanted);
}

/** Neither empty nor with blanks around it. */
function isBare(text: string): boolean {
  return text !== '' && !isBlank(text.charCodeAt(0)) && !isBlank(text.charCodeAt(text.length - 1));
}

function firstOf(urls: Iterable<string>): string | null {
  for (const url of urls) return url;
  return null;
}
