import type { Change, Proof } from './change.ts';
import type { Cause } from './diagnosis.ts';

/**
 * Which explanation is named where several are proved: the earlier says more precisely what happened. A signature that is
 * right as it is needs no other content; a secret read wrongly comes before a scheme that reads it so; a newline that
 * was removed before a re-serialisation, which removes it too; a known body before a template without one; and what
 * only a captured neighbour explains last.
 */
const order: readonly Cause[] = [
  'timestamp-unit',
  'clock-skew',
  'encoding',
  'signature-truncated',
  'secret-whitespace',
  'secret-encoding',
  'body-charset',
  'body-newline',
  'body-reserialised',
  'body-decoded',
  'url-mismatch',
  'secret-other',
  'timestamp-other-header',
  'body-empty',
  'scheme-other',
  'algorithm',
  'content-template',
  'body-truncated',
  'secret-empty',
  'signature-of-other-request',
];

const ranks: ReadonlyMap<Cause, number> = new Map(order.map((cause, rank) => [cause, rank]));

/** Of two causes these say less: they are a detail of how the other one's signature was written, or when. */
const lesser: ReadonlySet<Cause> = new Set(['clock-skew', 'encoding', 'signature-truncated']);

const MAX_PROOFS = 6;

/** The simplest first; of equal causes the first found. Two causes at once are named only where no single one explains it. */
export function simplest(proofs: readonly Proof[]): readonly Proof[] {
  const byCauses = new Map<string, Proof>();
  for (const proof of proofs.map(saysMostFirst)) {
    const key = proof.changes.map(({ cause }) => cause).join();
    if (!byCauses.has(key)) byCauses.set(key, proof);
  }
  const distinct = [...byCauses.values()];
  const single = distinct.filter(({ changes }) => changes.length === 1);
  return (single.length > 0 ? single : distinct).sort((a, b) => weight(a) - weight(b)).slice(0, MAX_PROOFS);
}

function weight({ changes }: Proof): number {
  // Two causes come after any one.
  return changes.reduce((sum, { cause }) => sum + order.length + rank(cause), 0);
}

function rank(cause: Cause): number {
  return ranks.get(cause) ?? order.length;
}

function saysMostFirst(proof: Proof): Proof {
  const [first, second] = proof.changes;
  if (second === undefined) return proof;
  const score = ({ cause }: Change) => rank(cause) + (lesser.has(cause) ? order.length : 0);
  return score(first) <= score(second) ? proof : { ...proof, changes: [second, first] };
}
