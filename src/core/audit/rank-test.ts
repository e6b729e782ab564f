/**
 * Mann and Whitney's rank test (1947) of whether values of `slower` tend to be larger than those of `faster`: the z of the
 * normal approximation with its correction for ties. 0 where either is empty or all values are equal; accurate from some
 * twenty values each.
 */
export function rankZ(faster: readonly number[], slower: readonly number[]): number {
  const all = [...faster.map((value) => ({ value, own: 0 })), ...slower.map((value) => ({ value, own: 1 }))].sort(
    (a, b) => a.value - b.value,
  );
  let rankSum = 0;
  let ties = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end++;
    const count = end - start;
    ties += count ** 3 - count;
    // Equal values share the mean of their ranks, which begin at 1.
    const rank = (start + 1 + end) / 2;
    rankSum += rank * all.slice(start, end).reduce((sum, { own }) => sum + own, 0);
    start = end;
  }
  const [n, m, total] = [slower.length, faster.length, all.length];
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (!(variance > 0)) return 0;
  return (rankSum - (n * (n + 1)) / 2 - (n * m) / 2) / Math.sqrt(variance);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
