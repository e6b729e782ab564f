import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRowTime,
  formatTimeAgo,
} from '../../../src/renderer/src/ui/format.ts';

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [1024 * 1024 - 1, '1 MiB'],
    [32 * 1024 * 1024, '32 MiB'],
    [4 * 1024 ** 3, '4 GiB'],
    [5000 * 1024 ** 3, '5,000 GiB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('groups counts', () => {
    expect(formatCount(4000)).toBe('4,000');
  });
});

describe('durations', () => {
  it.each([
    [0.42, '0.4 ms'],
    [12.4, '12 ms'],
    [999.7, '1 s'],
    [1234, '1.2 s'],
    [59_970, '1 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [100 * 3_600_000, '4 d 4 h'],
  ])('%d ms are %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('moments', () => {
  const noon = new Date(2026, 10, 21, 12, 0, 7).getTime();

  it('are a clock on the day itself and a date before it', () => {
    expect(formatRowTime(noon, noon + 3_600_000)).toBe('12:00:07');
    expect(formatRowTime(noon, noon + 24 * 3_600_000)).toBe('11-21 12:00');
  });

  it.each([
    [0, 'just now'],
    [4500, '4 s ago'],
    [185_000, '3 min ago'],
    [7_300_000, '2 h ago'],
    [5 * 86_400_000, '5 d ago'],
    [-4000, 'in 4 s'],
  ])('%d ms ago reads %s', (ago, text) => {
    expect(formatTimeAgo(noon - ago, noon)).toBe(text);
  });
});
