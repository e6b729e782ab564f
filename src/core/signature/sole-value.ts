import type { RequestParts } from './request-parts.ts';
import { type Problem, trimBlanks } from './signature-field.ts';

export type SoleValue =
  | { readonly value: string; readonly problem: null }
  | { readonly value: null; readonly problem: Problem };

const reasons = {
  signature: { missing: 'missing-signature', empty: 'empty-signature', duplicate: 'duplicate-signature' },
  timestamp: { missing: 'missing-timestamp', empty: 'missing-timestamp', duplicate: 'duplicate-timestamp' },
  part: { missing: 'missing-part', empty: 'missing-part', duplicate: 'duplicate-part' },
} as const;

/** The one value that a field or parameter has, or what is wrong with it. Equal repetitions count as one. */
export function soleValue(role: keyof typeof reasons, values: readonly string[], name: string): SoleValue {
  const [first] = values;
  if (first === undefined) return { value: null, problem: { reason: reasons[role].missing, detail: name } };
  if (values.some((value) => value !== first)) {
    return { value: null, problem: { reason: reasons[role].duplicate, detail: name } };
  }
  return first === ''
    ? { value: null, problem: { reason: reasons[role].empty, detail: name } }
    : { value: first, problem: null };
}

/** Without the spaces around it. */
export function soleHeader(role: keyof typeof reasons, parts: RequestParts, name: string): SoleValue {
  return soleValue(role, parts.header(name).map(trimBlanks), name);
}

/** The first of several problems. */
export function firstProblem(...values: readonly { readonly problem: Problem | null }[]): Problem | null {
  return values.find(({ problem }) => problem !== null)?.problem ?? null;
}
