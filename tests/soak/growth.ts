/** A round's figures: bytes, counts, ms. */
export interface Sample {
  readonly rss: number;
  readonly heapUsed: number;
  readonly handles: number;
  readonly fds: number | null;
  /** Of the steady load's latencies. */
  readonly p99: number;
}

const MiB = 1024 * 1024;

/**
 * Compares the median of the last third of the rounds with that of the middle third; the first third warms up (code is compiled,
 * caches and the database fill). The bounds: what a leak of a few hundred bytes a request comes to in ten minutes is above them,
 * what the allocator and a busy machine do is below.
 */
const bounds = [
  // A request that kept a kilobyte would add 40 MiB in a third of ten minutes.
  { name: 'heap', of: (one: Sample) => one.heapUsed / MiB, grown: 0.1, by: 6, unit: 'MiB' },
  // The allocator gives back late what large bodies took.
  { name: 'RSS', of: (one: Sample) => one.rss / MiB, grown: 0.1, by: 48, unit: 'MiB' },
  { name: 'handles', of: (one: Sample) => one.handles, grown: 0, by: 8, unit: '' },
  { name: 'file descriptors', of: (one: Sample) => one.fds ?? 0, grown: 0, by: 8, unit: '' },
  { name: 'p99 latency', of: (one: Sample) => one.p99, grown: 1, by: 30, unit: 'ms' },
] as const;

/** What grew beyond its bound, one sentence each. */
export function growth(samples: readonly Sample[]): string[] {
  const third = Math.floor(samples.length / 3);
  const middle = samples.slice(third, samples.length - third);
  const end = samples.slice(samples.length - third);
  return bounds.flatMap(({ name, of, grown, by, unit }) => {
    const before = median(middle.map(of));
    const after = median(end.map(of));
    const bound = before * (1 + grown) + by;
    return after <= bound ? [] : [`${name} grew from ${before.toFixed(1)} to ${after.toFixed(1)} ${unit}`.trim()];
  });
}

function median(numbers: readonly number[]): number {
  const ascending = numbers.toSorted((a, b) => a - b);
  return ascending[Math.floor(ascending.length / 2)] ?? 0;
}
