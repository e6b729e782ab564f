import { contentTypeOf } from '../http/content-type.ts';
import { schemes } from './registry.ts';
import { type RequestParts, requestParts, type SignedRequest } from './request-parts.ts';
import type { DetectCondition, DetectRule, Scheme, Strength } from './scheme.ts';

/**
 * The schemes a request fits, the one that says most first: a stronger signature before a weaker one, then the rule with
 * more conditions, then the order of `candidates`. Brands that share one wire format cannot be told apart and all come;
 * of schemes that say equally much those in `known` come first: the user has a secret for them. `parts`: those of the request, for
 * who looks them up besides. Linear in the request; what it costs hardly grows with the number of candidates.
 */
export function detect(
  request: SignedRequest,
  candidates: readonly Scheme[] = schemes,
  known: ReadonlySet<string> = nothingKnown,
  parts: RequestParts = requestParts(request),
): readonly Scheme[] {
  const { byHeader, others } = indexOf(candidates);
  const weights = new Map<Candidate, number>();
  const apply = ({ candidate, rule, weight }: IndexedRule) => {
    if (weight <= (weights.get(candidate) ?? 0)) return;
    if (rule.every((condition) => holds(condition, parts))) weights.set(candidate, weight);
  };
  for (const name of parts.headerNames()) byHeader.get(name)?.forEach(apply);
  others.forEach(apply);
  return [...weights]
    .sort(
      ([a, weightOfA], [b, weightOfB]) =>
        strengths[b.scheme.mechanism.strength] - strengths[a.scheme.mechanism.strength] ||
        Number(known.has(b.scheme.id)) - Number(known.has(a.scheme.id)) ||
        weightOfB - weightOfA ||
        a.position - b.position,
    )
    .map(([{ scheme }]) => scheme);
}

const nothingKnown: ReadonlySet<string> = new Set();

/** Higher says more about the sender. */
export const strengths: Readonly<Record<Strength, number>> = { none: 0, token: 1, legacy: 2, full: 3 };

interface Candidate {
  readonly scheme: Scheme;
  readonly position: number;
}

interface IndexedRule {
  readonly candidate: Candidate;
  readonly rule: DetectRule;
  readonly weight: number;
}

interface RuleIndex {
  /** By the first header a rule asks for, in lower case. */
  readonly byHeader: ReadonlyMap<string, readonly IndexedRule[]>;
  /** Rules that ask for no header. */
  readonly others: readonly IndexedRule[];
}

/** Every request is held against the same few lists of schemes. */
const indexes = new WeakMap<readonly Scheme[], RuleIndex>();

function indexOf(candidates: readonly Scheme[]): RuleIndex {
  const known = indexes.get(candidates);
  if (known !== undefined) return known;
  const byHeader = new Map<string, IndexedRule[]>();
  const others: IndexedRule[] = [];
  candidates.forEach((scheme, position) => {
    const candidate = { scheme, position };
    for (const rule of scheme.detect) {
      const indexed = { candidate, rule, weight: weightOf(rule) };
      const first = rule.find((condition) => 'header' in condition);
      if (first === undefined) {
        others.push(indexed);
        continue;
      }
      const name = first.header.toLowerCase();
      const rules = byHeader.get(name);
      if (rules === undefined) byHeader.set(name, [indexed]);
      else rules.push(indexed);
    }
  });
  const index = { byHeader, others };
  indexes.set(candidates, index);
  return index;
}

/** A value's shape tells more than that the header is there. */
function weightOf(rule: DetectRule): number {
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
  if ('json' in condition) return parts.jsonAt(condition.json) !== undefined;
  if (contentTypeOf(parts.request.headers)?.mediaType !== 'application/x-www-form-urlencoded') return false;
  return parts.form()?.some(([name]) => name === condition.form) ?? false;
}
