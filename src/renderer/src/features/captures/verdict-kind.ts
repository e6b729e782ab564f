import type { CaptureSummary } from '../../../../core/capture.ts';
import type { VerdictMarkKind } from '../../ui/index.ts';

/** What the verdict column shows of a row. */
export function verdictKind(row: Pick<CaptureSummary, 'kind' | 'verdicts'>): VerdictMarkKind {
  if (row.kind === 'malformed') return 'malformed';
  return row.verdicts[0]?.status ?? 'pending';
}
