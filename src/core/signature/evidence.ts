import type { Plan } from './plan.ts';
import type { Content, Reading } from './recipe-mechanism.ts';
import { encodeSignature } from './signature-field.ts';
import type { ContentPart } from './signed-content.ts';
import { ageSeconds } from './timestamp.ts';
import type { ExpectedSignature, SignedPart, TimestampEvidence, VerdictEvidence } from './verdict.ts';

/** One secret tried on one form of the content. */
export interface Trial {
  readonly secretId: string;
  readonly content: Content;
  readonly expected: Uint8Array | null;
  readonly matches: boolean;
}

export interface EvidenceInput extends Reading {
  readonly plan: Plan;
  readonly nowMs: number;
  readonly trials: readonly Trial[];
  readonly secretId: string | null;
}

/** Enough of a body to show; the rest is a number. */
const MAX_PART_BYTES = 64 * 1024;

export function evidenceOf(input: EvidenceInput): VerdictEvidence {
  const { signature, contents, trials } = input;
  const matched = trials.find((trial) => trial.matches);
  const [first] = contents;
  const shown = matched?.content ?? first;
  return {
    source: signature.source,
    received: signature.received,
    expected: expectedOf(input, shown),
    signedContent: (shown?.parts ?? []).map(shownPart),
    timestamp: timestampOf(input),
    matchedSecretId: input.secretId,
    url: shown?.url ?? null,
  };
}

export function shownPart({ role, name, bytes }: ContentPart): SignedPart {
  // A copy of its own: a view would carry the whole body along to whoever the evidence is sent to.
  return { role, name, bytes: bytes.slice(0, MAX_PART_BYTES), totalBytes: bytes.length };
}

/** One value a secret: for the form of the content that is shown. */
function expectedOf(
  { plan, signature, trials }: EvidenceInput,
  shown: Content | undefined,
): readonly ExpectedSignature[] {
  const { recipe, algorithm } = plan;
  return trials.flatMap(({ secretId, content, expected }) => {
    if (expected === null || content.url !== shown?.url) return [];
    const value = encodeSignature(recipe.signature, algorithm.form, expected);
    const isHex = recipe.signature.encoding === 'hex';
    return [{ secretId, value, firstDifference: firstDifference(value, signature.received, isHex) }];
  });
}

/** Against the received value that agrees longest; null when one is equal. Hex digits have no case. */
export function firstDifference(expected: string, received: readonly string[], ignoreCase: boolean): number | null {
  let longest = 0;
  for (const text of received) {
    const candidate = ignoreCase ? text.toLowerCase() : text;
    if (candidate === expected) return null;
    let same = 0;
    while (same < expected.length && expected.charCodeAt(same) === candidate.charCodeAt(same)) same++;
    longest = Math.max(longest, same);
  }
  return longest;
}

function timestampOf({ plan, timestamp, nowMs }: EvidenceInput): TimestampEvidence | null {
  const rule = plan.recipe.timestamp;
  if (rule === undefined || timestamp === null) return null;
  const { source, raw, atMs } = timestamp;
  const named = (name: string) => name.toLowerCase() === rule.name.toLowerCase();
  return {
    source,
    raw,
    atMs,
    ageSeconds: atMs === null ? null : ageSeconds(atMs, nowMs, rule.unit),
    toleranceSeconds: rule.toleranceSeconds,
    covered: plan.template.some(
      (token) =>
        token.kind === 'timestamp' || ((token.kind === 'header' || token.kind === 'json') && named(token.name)),
    ),
  };
}
