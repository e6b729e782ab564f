import { describe, expect, it } from 'vitest';
import { changeOf, compareRuns, differenceWords } from '../../../src/renderer/src/features/audit/compare-runs.ts';
import { check, found, notApplicable, passed, report } from './reports.ts';

const ids = (checks: readonly { readonly id: string }[] | undefined) => checks?.map(({ id }) => id);

describe('two audits of one handler', () => {
  const before = report([
    check('accepts-valid', passed),
    check('rejects-unsigned', found()),
    check('rejects-wrong-secret', found()),
    check('rejects-short-signature', found()),
    check('rejects-tampered-body', passed),
    check('rejects-stale-timestamp', notApplicable),
  ]);

  it('tell what is fixed, what is new, and what was not answered', () => {
    const now = report([
      check('accepts-valid', passed),
      check('rejects-unsigned', passed),
      check('rejects-wrong-secret', found()),
      check('rejects-short-signature', notApplicable),
      check('rejects-tampered-body', found()),
      check('rejects-stale-timestamp', found()),
    ]);
    const difference = compareRuns(before, now);
    expect(ids(difference?.fixed)).toEqual(['rejects-unsigned']);
    expect(ids(difference?.added)).toEqual(['rejects-tampered-body', 'rejects-stale-timestamp']);
    expect(ids(difference?.open)).toEqual(['rejects-short-signature']);
    if (difference === null) throw new Error('they are of the same handler');
    expect(differenceWords(difference)).toBe('1 fixed, 2 new, 1 not answered this time');
    expect(changeOf(difference, 'rejects-unsigned')).toBe('fixed');
    expect(changeOf(difference, 'rejects-stale-timestamp')).toBe('new');
    expect(changeOf(difference, 'rejects-wrong-secret')).toBeNull();
  });

  it('call nothing fixed that a cancelled audit did not reach, and nothing new that was never asked', () => {
    const now = report([check('accepts-valid', found())], { cancelled: true });
    const difference = compareRuns(before, now);
    expect(ids(difference?.fixed)).toEqual([]);
    expect(ids(difference?.added)).toEqual(['accepts-valid']);
    expect(ids(difference?.open)).toEqual(['rejects-unsigned', 'rejects-wrong-secret', 'rejects-short-signature']);
    const first = report([check('accepts-valid', passed)], { cancelled: true });
    expect(ids(compareRuns(first, before)?.added)).toEqual([]);
  });

  it('say so when nothing changed', () => {
    const difference = compareRuns(before, before);
    expect(difference && differenceWords(difference)).toBe('nothing changed');
  });

  it('are not compared when the handler or the scheme is another', () => {
    expect(compareRuns(before, report(before.checks, { target: 'http://127.0.0.1:3001/' }))).toBeNull();
    expect(compareRuns(before, report(before.checks, { scheme: 'stripe' }))).toBeNull();
    expect(changeOf(null, 'accepts-valid')).toBeNull();
  });
});
