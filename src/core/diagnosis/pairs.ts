import type { Variant } from './change.ts';

export interface Axis {
  readonly axis: string;
  readonly variants: readonly Variant<unknown>[];
}

const MAX_PRICE = 6;

/**
 * Every pair of variants of two axes, the cheapest in sum first. `test` ends it with false; where `isDone` says so it ends with the
 * pairs of one sum, so that of equally likely ones the simplest can be named. Variants that are two changes already are left out.
 */
export function pairsByPrice(
  axes: readonly Axis[],
  test: (pair: Readonly<Record<string, Variant<unknown>>>) => boolean,
  isDone: () => boolean,
): void {
  const byPrice = axes.map(({ axis, variants }) => {
    const buckets: Variant<unknown>[][] = Array.from({ length: MAX_PRICE + 1 }, () => []);
    for (const variant of variants) {
      if (variant.changes.length === 1) buckets[Math.min(MAX_PRICE, Math.max(1, variant.price))]?.push(variant);
    }
    return { axis, buckets };
  });
  for (let sum = 2; sum <= 2 * MAX_PRICE; sum++) {
    for (const [index, first] of byPrice.entries()) {
      for (const second of byPrice.slice(index + 1)) {
        for (let price = 1; price < sum; price++) {
          // The second axis outside: what the first one varies is the key, and the content stays as it was rendered.
          for (const b of second.buckets[sum - price] ?? []) {
            for (const a of first.buckets[price] ?? []) {
              if (!test({ [first.axis]: a, [second.axis]: b })) return;
            }
          }
        }
      }
    }
    if (isDone()) return;
  }
}
