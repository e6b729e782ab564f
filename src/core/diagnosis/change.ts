import type { Cause, DiagnosisEvidence } from './diagnosis.ts';

/** One difference between the request as it was judged and as it was signed, with the words and evidence for it. */
export interface Change {
  readonly cause: Cause;
  /** What differs, as the words of its cause need it: "a line feed after it", "base64 instead of hex". Never holds a secret. */
  readonly note: string;
  readonly evidence: Partial<DiagnosisEvidence>;
}

/**
 * A value in place of the one that was judged. Without changes: the value that was judged itself. `price`: 1 for the likeliest,
 * 6 for the most far-fetched; pairs are tried in the order of their sum.
 */
export interface Variant<Value> {
  readonly value: Value;
  readonly changes: readonly Change[];
  readonly price: number;
}

/** What is wrong, found by computing: the changes with which the signature is right. */
export interface Proof {
  readonly changes: readonly [Change] | readonly [Change, Change];
  readonly evidence: DiagnosisEvidence;
}

export const noEvidence: DiagnosisEvidence = {
  secretId: null,
  secret: null,
  compared: null,
  urls: null,
  scheme: null,
  recipe: null,
  captureId: null,
  clock: null,
};

/** One or two changes, each cause once; null for none and for more, which explain nothing any more. */
export function fewChanges(changes: readonly Change[]): Proof['changes'] | null {
  const [first, second] = changes;
  if (first === undefined || changes.length > 2) return null;
  if (second === undefined) return [first];
  return first.cause === second.cause ? null : [first, second];
}

/** What the changes bring along, in one. */
export function evidenceOf(secretId: string | null, changes: Proof['changes']): DiagnosisEvidence {
  const [first, second] = changes;
  return { ...noEvidence, secretId, ...first.evidence, ...second?.evidence };
}
