import { describe, expect, it } from 'vitest';
import { cancelledWords, groupChecks, summaryLine } from '../../../src/renderer/src/features/audit/report-groups.ts';
import { check, found, notApplicable, passed, report } from './reports.ts';

const checks = [
  check('accepts-valid', passed),
  check('answers-in-time', found('low')),
  check('rejects-unsigned', found('high')),
  check('handles-large-body', found('medium')),
  check('rejects-wrong-secret', found('high')),
  check('rejects-stale-timestamp', notApplicable),
];

describe('a report', () => {
  it('has its findings first, the gravest of them before the others', () => {
    const { findings, passed: good, notApplicable: rest } = groupChecks(checks);
    expect(findings.map(({ id }) => id)).toEqual([
      'rejects-unsigned',
      'rejects-wrong-secret',
      'handles-large-body',
      'answers-in-time',
    ]);
    expect(good.map(({ id }) => id)).toEqual(['accepts-valid']);
    expect(rest.map(({ id }) => id)).toEqual(['rejects-stale-timestamp']);
  });

  it('is summed up in a line', () => {
    expect(summaryLine(report(checks))).toBe('4 findings, 1 passed, 1 not applicable; took 400 ms');
    expect(summaryLine(report(checks.slice(0, 2), { durationMs: 61_000 }))).toBe(
      '1 finding, 1 passed, 0 not applicable; took 1 min 1 s',
    );
    expect(summaryLine(report([]))).toBe('No findings, 0 passed, 0 not applicable; took 400 ms');
    expect(cancelledWords(report(checks))).toBe('Cancelled: 6 of 32 checks were done.');
  });
});
