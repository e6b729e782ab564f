import { schemes } from './registry.ts';
import { type RequestParts, requestParts, type SignedRequest } from './request-parts.ts';
import type { DetectCondition, DetectRule, Scheme, Strength } from './scheme.ts';

/**
 * The schemes a request fits, the one that says most first: a stronger signature before a weaker one, then the rule with
 * more conditions, then the order of `candidates`. Brands that share one wire format cannot be told apart and all come.
 */
export function detect(request: SignedRequest, candidates: readonly Scheme[] = schemes): readonly Scheme[] {
  const parts = requestParts(request);
  return candidates
    .map((scheme) => ({ scheme, specificity: specificityOf(scheme, parts) }))
    .filter(({ specificity }) => specificity > 0)
    .sort(
      (a, b) =>
        strengths[b.scheme.mechanism.strength] - strengths[a.scheme.mechanism.strength] ||
        b.specificity - a.specificity,
    )
    .map(({ scheme }) => scheme);
}

const strengths: Readonly<Record<Strength, number>> = { none: 0, token: 1, legacy: 2, full: 3 };

/** 0: does not fit. */
function specificityOf(scheme: Scheme, parts: RequestParts): number {
  let best = 0;
  for (const rule of scheme.detect) {
    if (rule.every((condition) => holds(condition, parts))) best = Math.max(best, weight(rule));
  }
  return best;
}

/** A value's shape tells more than that the header is there. */
function weight(rule: DetectRule): number {
  let sum = 0;
  for (const condition of rule) sum += 'header' in condition && condition.pattern !== undefined ? 2 : 1;
  return sum;
}

function holds(condition: DetectCondition, parts: RequestParts): boolean {
  if ('header' in condition) {
    const { pattern } = condition;
    return parts.header(condition.header).some((value) => pattern === undefined || pattern.test(value));
  }
  if ('noHeader' in condition) return parts.header(condition.noHeader).length === 0;
  if ('query' in condition) return parts.query(condition.query).length > 0;
  if ('noQuery' in condition) return parts.query(condition.noQuery).length === 0;
  return parts.json(condition.json) !== undefined;
}
