import { expect, it } from 'vitest';
import { computingTimeMs } from '../../../src/main/diagnosis/computing-time.ts';

it('does not pass while the thread waits, and passes while it computes', () => {
  const before = computingTimeMs();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  const waited = computingTimeMs();
  expect(waited - before).toBeLessThan(300);
  // Never ends where computing does not count.
  for (let number = 0; computingTimeMs() - waited < 20; number++) Math.sqrt(number);
});
