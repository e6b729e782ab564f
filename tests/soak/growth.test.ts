import { describe, expect, it } from 'vitest';
import { growth, type Sample } from './growth.ts';

const MiB = 1024 * 1024;
const steady = (round: number): Sample => ({
  // Noise that has no trend.
  rss: (300 + ((round * 7) % 40)) * MiB,
  heapUsed: (25 + ((round * 3) % 6)) * MiB,
  handles: 20 + (round % 3),
  fds: 60 + (round % 4),
  p99: 20 + ((round * 11) % 25),
});
const rounds = (of: (round: number) => Sample): Sample[] => Array.from({ length: 30 }, (_, round) => of(round));

describe('what grows in a soak', () => {
  it('is nothing where there is only noise, or only a warming up', () => {
    expect(growth(rounds(steady))).toEqual([]);
    expect(growth(rounds((round) => ({ ...steady(round), heapUsed: Math.min(60, 10 + 8 * round) * MiB })))).toEqual([]);
  });

  it.each([
    ['heap', (round: number) => ({ heapUsed: (25 + 2 * round) * MiB })],
    ['RSS', (round: number) => ({ rss: (300 + 15 * round) * MiB })],
    ['handles', (round: number) => ({ handles: 20 + round })],
    ['file descriptors', (round: number) => ({ fds: 60 + round })],
    ['p99 latency', (round: number) => ({ p99: 20 + round * round })],
  ])('is named: %s', (name, leak) => {
    const found = growth(rounds((round) => ({ ...steady(round), ...leak(round) })));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${name} grew from `));
  });

  it('is not asked of what the system does not tell', () => {
    expect(growth(rounds((round) => ({ ...steady(round), fds: null })))).toEqual([]);
  });
});
