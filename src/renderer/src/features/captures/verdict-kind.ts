import type { CaptureSummary } from '../../../../core/capture.ts';
import type { Verdict } from '../../../../core/signature/verdict.ts';
import { verdictWords } from '../../../../core/signature/words.ts';
import type { VerdictMarkKind } from '../../ui/index.ts';

/** What the verdict column shows of a row. */
export function verdictKind(row: Pick<CaptureSummary, 'kind' | 'verdicts'>): VerdictMarkKind {
  if (row.kind === 'malformed') return 'malformed';
  return row.verdicts[0]?.status ?? 'pending';
}

/** The reason of the row's verdict in a few words, or null where it needs none. */
export function verdictReason(row: Pick<CaptureSummary, 'kind' | 'verdicts'>): string | null {
  const first = row.verdicts[0];
  if (row.kind === 'malformed' || first === undefined || isPlain(first)) return null;
  return verdictWords(first).label.replace(/^[^:]*: /, '');
}

function isPlain({ status, warning }: Verdict): boolean {
  return status === 'verified' && warning === undefined;
}
