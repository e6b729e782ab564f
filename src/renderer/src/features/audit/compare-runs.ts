import type { AuditReport, CheckId, CheckReport } from '../../../../core/audit/audit.ts';

/** What became of the findings from one audit of a handler to the next. */
export interface RunDifference {
  /** Findings before that pass now. */
  readonly fixed: readonly CheckReport[];
  /** Findings now that were none before, though they were asked. */
  readonly added: readonly CheckReport[];
  /** Findings before that tell nothing now: the question does not apply, or was not reached. */
  readonly open: readonly CheckReport[];
}

/** null: they are not of the same handler and scheme, which would say nothing. */
export function compareRuns(before: AuditReport, now: AuditReport): RunDifference | null {
  if (before.target !== now.target || before.scheme !== now.scheme) return null;
  const outcomesOf = ({ checks }: AuditReport) => new Map(checks.map(({ id, outcome }) => [id, outcome]));
  const [was, is] = [outcomesOf(before), outcomesOf(now)];
  return {
    fixed: now.checks.filter(({ id, outcome }) => outcome === 'pass' && was.get(id) === 'finding'),
    added: now.checks.filter(({ id, outcome }) => outcome === 'finding' && (was.get(id) ?? 'finding') !== 'finding'),
    open: before.checks.filter(
      ({ id, outcome }) => outcome === 'finding' && (is.get(id) ?? 'not-applicable') === 'not-applicable',
    ),
  };
}

/** The mark of a check's row. */
export function changeOf(difference: RunDifference | null, id: CheckId): 'fixed' | 'new' | null {
  if (difference === null) return null;
  const has = (checks: readonly CheckReport[]): boolean => checks.some((check) => check.id === id);
  return has(difference.fixed) ? 'fixed' : has(difference.added) ? 'new' : null;
}

/** "1 fixed, 2 new", "nothing changed". */
export function differenceWords({ fixed, added, open }: RunDifference): string {
  const parts = [
    fixed.length === 0 ? null : `${fixed.length} fixed`,
    added.length === 0 ? null : `${added.length} new`,
    open.length === 0 ? null : `${open.length} not answered this time`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'nothing changed' : parts.join(', ');
}
