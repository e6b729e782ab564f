import type { Plan } from '../signature/plan.ts';
import type { RequestParts } from '../signature/request-parts.ts';
import { type SignatureReading, trimBlanks } from '../signature/signature-field.ts';
import type { TimestampReading } from '../signature/timestamp.ts';
import type { Variant } from './change.ts';

/** A timestamp as it may have been signed. */
export interface Stamp {
  /** null: the request has none where it is looked for. */
  readonly text: string | null;
  readonly atMs: number | null;
  /** The header it was found in, where that is not the scheme's. */
  readonly header: string | null;
}

export interface FoundStamp {
  /** As a template names it: `{h:date}`, `{sig:t}`, `{json:created}`. */
  readonly token: string;
  /** For a person: "the header Date". */
  readonly source: string;
  readonly header: string | null;
  readonly raw: string;
  readonly atMs: number;
}

const MAX_FOUND = 8;
/** Outside these years a number of ten or thirteen digits is something else. */
const EARLIEST_MS = Date.UTC(2001, 8, 9, 1, 46, 40);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** Milliseconds of a text in any of the usual units; null where it is no time. */
export function timeOf(text: string): number | null {
  if (text.length > 40) return null;
  const at = /^\d{10}(\.\d{1,6})?$/.test(text)
    ? Number(text) * 1000
    : /^\d{13}$/.test(text)
      ? Number(text)
      : /^\d{16}$/.test(text)
        ? Number(text) / 1000
        : /^\d{4}-\d\d-\d\d[Tt ]|^[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} /.test(text)
          ? Date.parse(text)
          : Number.NaN;
  return at >= EARLIEST_MS && at < LATEST_MS ? at : null;
}

/** Every other value of the request that is a time, headers first. `own`: the text that the scheme reads. */
export function foundStamps(
  plan: Plan,
  parts: RequestParts,
  signature: SignatureReading,
  own: string | null,
): readonly FoundStamp[] {
  const found: FoundStamp[] = [];
  const rule = plan.recipe.timestamp;
  const add = (token: string, source: string, header: string | null, text: string) => {
    const raw = trimBlanks(text);
    const atMs = timeOf(raw);
    if (atMs !== null && found.length < MAX_FOUND) found.push({ token, source, header, raw, atMs });
  };
  for (const [name, value] of parts.request.headers.slice(0, 200)) {
    // The scheme’s own header may be there twice, with another time.
    if (rule?.in === 'header' && rule.name.toLowerCase() === name.toLowerCase() && trimBlanks(value) === own) continue;
    add(`{h:${name}}`, `the header ${name}`, name, value);
  }
  for (const [name, [value = '']] of [...signature.fields].slice(0, 20)) {
    if (rule?.in === 'signature' && rule.name === name) continue;
    add(`{sig:${name}}`, `the field “${name}” of the signature`, null, value);
  }
  const body = parts.jsonBody();
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
    for (const name of Object.keys(body).slice(0, 50)) {
      if (!/time|created|updated|date|stamp|sent|^ts$|_at$|At$/.test(name) || /[{}|.]/.test(name)) continue;
      if (rule?.in === 'json' && rule.name === name) continue;
      const value = parts.json(name);
      if (value !== undefined) add(`{json:${name}}`, `“${name}” of the body`, null, value);
    }
  }
  return found;
}

/** As the scheme reads it first, then in other units, then from other places. */
export function stampVariants(own: TimestampReading | null, found: readonly FoundStamp[]): readonly Variant<Stamp>[] {
  const base: Stamp = { text: own?.raw ?? null, atMs: own?.atMs ?? null, header: null };
  const variants: Variant<Stamp>[] = [{ value: base, changes: [], price: 0 }];
  const seen = new Set([base.text]);
  // A text that stands elsewhere in the request was taken from there.
  const standing = new Set(found.map(({ raw }) => raw));
  const add = (variant: Variant<Stamp>) => {
    if (seen.has(variant.value.text)) return;
    seen.add(variant.value.text);
    variants.push(variant);
  };
  const ownMs = own === null ? null : (own.atMs ?? timeOf(own.raw));
  for (const [unit, text] of [
    ...(own !== null && /^\d{1,12}$/.test(own.raw) ? [['milliseconds', `${own.raw}000`] as const] : []),
    ...(own !== null && /^\d{13,15}$/.test(own.raw) ? [['seconds', own.raw.slice(0, -3)] as const] : []),
    ...(ownMs === null ? [] : writings(ownMs)),
  ]) {
    if (standing.has(text)) continue;
    const note = `${own?.source ?? 'the timestamp'} in ${unit}`;
    add({
      value: { text, atMs: ownMs, header: null },
      changes: [{ cause: 'timestamp-unit', note, evidence: {} }],
      price: 1,
    });
  }
  for (const [index, { source, header, raw, atMs }] of found.entries()) {
    const price = index < 3 ? 1 : 2;
    for (const [unit, text] of [[null, raw] as const, ...writings(atMs)]) {
      const note = unit === null ? source : `${source}, in ${unit}`;
      add({
        value: { text, atMs, header: unit === null ? header : null },
        changes: [{ cause: 'timestamp-other-header', note, evidence: {} }],
        price: unit === null ? price : price + 1,
      });
    }
  }
  return variants;
}

function writings(atMs: number): readonly (readonly [unit: string, text: string])[] {
  // A date holds no more than this.
  if (Math.abs(atMs) > 8.64e15) return [];
  const date = new Date(atMs);
  return [
    ['seconds', String(Math.floor(atMs / 1000))],
    ['milliseconds', String(Math.floor(atMs))],
    ['ISO 8601', date.toISOString()],
    ['ISO 8601 without milliseconds', date.toISOString().replace(/\.\d+Z$/, 'Z')],
    ['HTTP date form', date.toUTCString()],
  ];
}
