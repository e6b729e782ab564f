import type { Recipe } from './recipe.ts';
import type { RequestParts } from './request-parts.ts';
import { type Problem, type SignatureReading, trimBlanks } from './signature-field.ts';

export type TimestampRule = NonNullable<Recipe['timestamp']>;

export interface TimestampReading {
  readonly source: string;
  /** As sent: this text, and not the number read from it, is what is signed. */
  readonly raw: string;
  readonly atMs: number | null;
}

/** The timestamp, or what is wrong with it. A format problem counts only where the provider defines a window. */
export function readTimestamp(
  rule: TimestampRule,
  parts: RequestParts,
  signature: SignatureReading,
): { readonly reading: TimestampReading | null; readonly problem: Problem | null } {
  const values = valuesOf(rule, parts, signature);
  const [first] = values;
  if (first === undefined || trimBlanks(first) === '') {
    return { reading: null, problem: { reason: 'missing-timestamp', detail: rule.name } };
  }
  // A repeated field of the signature header is refused even when equal; a repeated header only when it differs.
  const repeated = rule.in === 'signature' ? values.length > 1 : values.some((value) => value !== first);
  const raw = trimBlanks(first);
  const reading = { source: rule.name, raw, atMs: parseTimestamp(raw, rule.unit) };
  if (repeated) return { reading, problem: { reason: 'duplicate-timestamp', detail: rule.name } };
  if (reading.atMs === null && rule.toleranceSeconds !== null) {
    return { reading, problem: { reason: 'malformed-timestamp', detail: rule.name } };
  }
  return { reading, problem: null };
}

function valuesOf(rule: TimestampRule, parts: RequestParts, signature: SignatureReading): readonly string[] {
  switch (rule.in) {
    case 'header':
      return parts.header(rule.name);
    case 'signature':
      return signature.fields.get(rule.name) ?? [];
    case 'json': {
      const value = parts.json(rule.name);
      return value === undefined ? [] : [value];
    }
  }
}

/** Strict digits: `parseInt` would read "1700000000abc", and libraries that do so disagree on what was signed. */
export function parseTimestamp(raw: string, unit: TimestampRule['unit']): number | null {
  if (unit === 'iso') return parseIso(raw);
  if (unit === 'http-date') return parseHttpDate(raw) ?? parseIso(raw);
  if (raw.length > 15 || !/^\d+$/.test(raw)) return null;
  return unit === 's' ? Number(raw) * 1000 : Number(raw);
}

function parseIso(raw: string): number | null {
  const shape = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:?\d\d)$/;
  const at =
    raw.length <= 40 && shape.test(raw)
      ? Date.parse(raw.replace(/ /, 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
      : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** IMF-fixdate, the only form that may be sent: `Sun, 06 Nov 1994 08:49:37 GMT`. */
export function parseHttpDate(raw: string): number | null {
  if (!/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(raw)) return null;
  const at = Date.parse(raw);
  // `Date.parse` rolls 31 February over and passes over a wrong weekday; writing it again shows both.
  return Number.isNaN(at) || new Date(at).toUTCString() !== raw ? null : at;
}

/** The moment as the provider writes it. */
export function formatTimestamp(atMs: number, unit: TimestampRule['unit']): string {
  switch (unit) {
    case 's':
      return String(Math.floor(atMs / 1000));
    case 'ms':
      return String(Math.floor(atMs));
    case 'iso':
      return new Date(Math.floor(atMs)).toISOString();
    case 'http-date':
      return new Date(Math.floor(atMs)).toUTCString();
  }
}

/** Positive: the timestamp is older than `nowMs`. Whole seconds where the provider counts in them, as its own library does. */
export function ageSeconds(atMs: number, nowMs: number, unit: TimestampRule['unit']): number {
  return unit === 's' || unit === 'http-date' ? Math.floor(nowMs / 1000) - atMs / 1000 : (nowMs - atMs) / 1000;
}

/** Both ends of the window are inside: exactly the tolerance passes. `detail` is the distance in whole seconds. */
export function windowProblem(rule: TimestampRule, atMs: number | null, nowMs: number): Problem | null {
  if (rule.toleranceSeconds === null || atMs === null) return null;
  const age = ageSeconds(atMs, nowMs, rule.unit);
  if (age > rule.toleranceSeconds) return { reason: 'stale-timestamp', detail: String(Math.ceil(age)) };
  const future = rule.futureSeconds === undefined ? rule.toleranceSeconds : rule.futureSeconds;
  if (future !== null && -age > future) return { reason: 'future-timestamp', detail: String(Math.ceil(-age)) };
  return null;
}
