import { base64Of, base64UrlOf, hexOf, latin1Bytes, latin1Text, utf8ByteString, utf8Bytes } from '../../bytes.ts';
import { type HeaderList, sameHeaderName } from '../../http/headers.ts';
import type { Scheme } from '../../signature/scheme.ts';
import type { AuditExchange, AuditReport, AuditRequest } from '../audit.ts';

/** Stands where a secret was. */
export const REDACTED = '[redacted]';

/** Shorter ones stand in any text by chance, and are no secrets. */
const MIN_CHARACTERS = 4;
/** Parts of a secret may be words (`seed:`). */
const MIN_PART_CHARACTERS = 6;

export interface Redaction {
  readonly scheme: Pick<Scheme, 'mechanism' | 'identifier'>;
  readonly secret: string;
  /** What handshakes are answered with; null: not known. */
  readonly verifyToken: string | null;
}

/**
 * The report without the secret: neither in requests of schemes that send it as it is, nor where a reply repeats it, nor
 * written in another encoding. Signatures stay: they tell nothing of their secret.
 */
export function redactedReport(report: AuditReport, { scheme, secret, verifyToken }: Redaction): AuditReport {
  const secrets = [secret, verifyToken ?? ''].flatMap(writings);
  const isToken = scheme.mechanism.strength === 'token';
  const checks = report.checks.map((check) => ({
    ...check,
    message: withoutAny(check.message, secrets),
    exchanges: check.exchanges.map((exchange) => redacted(exchange, secrets, isToken ? scheme.mechanism : null)),
  }));
  return { ...report, target: withoutAny(report.target, secrets), checks };
}

/** A token that is nearly the right one tells most of it, so every one of them goes, also where the reply repeats it. */
function redacted(
  exchange: AuditExchange,
  secrets: readonly string[],
  token: Scheme['mechanism'] | null,
): AuditExchange {
  const { request, reply } = exchange;
  const isTokenHeader = (name: string): boolean =>
    token?.signatureHeaders.some((one) => sameHeaderName(one, name)) ?? false;
  const tokens = request.headers.filter(([name]) => isTokenHeader(name)).flatMap(([, value]) => tokenTexts(value));
  const texts = [...secrets, ...tokens];
  const clean = (headers: HeaderList): HeaderList => headers.map(([name, value]) => [name, withoutAny(value, texts)]);
  const kept: AuditRequest = {
    ...request,
    url: withoutAny(request.url, texts),
    headers: clean(request.headers.map(([name, value]) => [name, isTokenHeader(name) ? REDACTED : value])),
    // Where no header carries the token, the body or the query does.
    ...(token !== null && token.signatureHeaders.length === 0
      ? { url: request.url.split('?')[0] ?? '', body: utf8Bytes(REDACTED) }
      : { body: cleanBytes(request.body, texts) }),
  };
  return {
    ...exchange,
    request: kept,
    reply:
      reply.kind === 'failed'
        ? reply
        : { ...reply, headers: clean(reply.headers), body: cleanBytes(reply.body, texts) },
  };
}

function tokenTexts(value: string): readonly string[] {
  const [, last = ''] = /([^\s=,]+)$/.exec(value) ?? [];
  return [value, last].filter((text) => text.length >= MIN_CHARACTERS);
}

/** The secret as it may be written: itself, its parts, and those in the encodings that texts are put into. Byte strings. */
function writings(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).filter((line) => !line.startsWith('-----'));
  const parts = [...lines, ...secret.split(':'), secret.replace(/^(?:[A-Za-z0-9]{1,12}[_-])+/, '')];
  const texts = parts.filter((part) => part.length >= MIN_PART_CHARACTERS);
  if (secret.length >= MIN_CHARACTERS) texts.push(secret);
  const all = texts.flatMap((text) => {
    const bytes = utf8Bytes(text);
    const json = JSON.stringify(text).slice(1, -1);
    return [
      ...[text, encodeURIComponent(text.toWellFormed()), json].map(utf8ByteString),
      hexOf(bytes),
      base64Of(bytes),
      base64UrlOf(bytes),
    ];
  });
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}

function withoutAny(text: string, texts: readonly string[]): string {
  return texts.reduce((rest, one) => rest.replaceAll(one, REDACTED), text);
}

function cleanBytes(body: Uint8Array, texts: readonly string[]): Uint8Array {
  const before = latin1Text(body);
  const after = withoutAny(before, texts);
  return after === before ? body : latin1Bytes(after);
}
