import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

/** The same inputs each time, so that a red run is a change of ours; `npm run fuzz` looks for new ones. */
const SEED = 20_261_121;

// A quarter each, so that a failure is near its beginning.
it.each([0, 2500, 5000, 7500])(
  'accounts for every byte of 2,500 mutated inputs from number %i on',
  async (first) => {
    expect(await fuzz({ seed: SEED, first, count: 2500 })).toEqual([]);
  },
  120_000,
);
