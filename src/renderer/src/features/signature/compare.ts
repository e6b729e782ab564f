import type { VerdictEvidence } from '../../../../core/signature/verdict.ts';

/** One value of the comparison, cut where it stops agreeing. */
export interface ComparedRow {
  /** What the scheme puts before the signature (`sha256=`), not compared. */
  readonly prefix: string;
  readonly same: string;
  /** The first character that differs; empty when none does. */
  readonly differs: string;
  readonly rest: string;
}

export interface Comparison {
  readonly secretId: string;
  readonly expected: ComparedRow;
  /** The received candidate that agrees longest; null when nothing was received. */
  readonly received: ComparedRow | null;
  /** From 0, in the expected value; null when they are equal. */
  readonly firstDifference: number | null;
}

/** Each secret's expected value beside the received one it comes nearest to. */
export function compareValues(evidence: VerdictEvidence): readonly Comparison[] {
  return evidence.expected.map(({ secretId, value, firstDifference }) => {
    const nearest = nearestTo(value, evidence.received);
    return {
      secretId,
      firstDifference,
      expected: cutAt(nearest?.prefix ?? '', value, firstDifference),
      received: nearest === null ? null : cutAt(nearest.prefix, nearest.bare, firstDifference),
    };
  });
}

/** Received values may still carry a prefix that the computed one lacks: what is too long in front is taken for it. */
function nearestTo(value: string, received: readonly string[]): { prefix: string; bare: string } | null {
  let best: { prefix: string; bare: string; same: number } | null = null;
  for (const candidate of received) {
    const mark = /^[A-Za-z0-9]+[=,:]/.exec(candidate)?.[0] ?? '';
    const prefix = candidate.length > value.length && !value.startsWith(mark) ? mark : '';
    const bare = candidate.slice(prefix.length);
    let same = 0;
    while (same < value.length && value[same]?.toLowerCase() === bare[same]?.toLowerCase()) same++;
    if (best === null || same > best.same) best = { prefix, bare, same };
  }
  return best;
}

function cutAt(prefix: string, value: string, at: number | null): ComparedRow {
  if (at === null) return { prefix, same: value, differs: '', rest: '' };
  return { prefix, same: value.slice(0, at), differs: value.slice(at, at + 1), rest: value.slice(at + 1) };
}
