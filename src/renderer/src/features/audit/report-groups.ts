import { type AuditReport, type CheckReport, checkIds, type Severity } from '../../../../core/audit/audit.ts';
import { formatDuration } from '../../ui/index.ts';

export interface ReportGroups {
  /** The gravest first. */
  readonly findings: readonly CheckReport[];
  readonly passed: readonly CheckReport[];
  readonly notApplicable: readonly CheckReport[];
}

const rank: Record<Severity, number> = { high: 0, medium: 1, low: 2 };

export function groupChecks(checks: readonly CheckReport[]): ReportGroups {
  const of = (outcome: CheckReport['outcome']) => checks.filter((check) => check.outcome === outcome);
  return {
    findings: of('finding').toSorted((a, b) => rankOf(a) - rankOf(b)),
    passed: of('pass'),
    notApplicable: of('not-applicable'),
  };
}

function rankOf(check: CheckReport): number {
  return check.outcome === 'finding' ? rank[check.severity] : rank.low;
}

/** "2 findings, 21 passed, 8 not applicable; took 0.4 s". */
export function summaryLine({ checks, durationMs }: Pick<AuditReport, 'checks' | 'durationMs'>): string {
  const { findings, passed, notApplicable } = groupChecks(checks);
  return `${findingWords(findings.length)}, ${passed.length} passed, ${notApplicable.length} not applicable; took ${formatDuration(durationMs)}`;
}

/** "Cancelled: 12 of 32 checks were done." */
export function cancelledWords({ checks }: Pick<AuditReport, 'checks'>): string {
  return `Cancelled: ${checks.length} of ${checkIds.length} checks were done.`;
}

function findingWords(count: number): string {
  return count === 0 ? 'No findings' : count === 1 ? '1 finding' : `${count} findings`;
}
