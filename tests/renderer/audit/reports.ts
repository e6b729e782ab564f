import type { AuditReport, CheckId, CheckOutcome, CheckReport } from '../../../src/core/audit/audit.ts';

export const passed: CheckOutcome = { outcome: 'pass', message: 'Refused with 401.' };
export const notApplicable: CheckOutcome = { outcome: 'not-applicable', message: 'The scheme has no timestamp.' };
export const found = (severity: 'high' | 'medium' | 'low' = 'high'): CheckOutcome => ({
  outcome: 'finding',
  severity,
  message: 'It was accepted.',
  fix: 'Compare the signature.',
});

export function check(id: CheckId, outcome: CheckOutcome): CheckReport {
  return { id, title: `Title of ${id}`, exchanges: [], ...outcome };
}

export function report(checks: readonly CheckReport[], part: Partial<AuditReport> = {}): AuditReport {
  return {
    target: 'http://127.0.0.1:3000/hooks',
    scheme: 'github',
    checks,
    weaknesses: [],
    findings: checks.filter(({ outcome }) => outcome === 'finding').length,
    cancelled: false,
    startedAt: 1_700_000_000_000,
    durationMs: 400,
    ...part,
  };
}
