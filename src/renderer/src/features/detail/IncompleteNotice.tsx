import type { CaptureSummary } from '../../../../core/capture.ts';
import { formatBytes, InlineNotice } from '../../ui/index.ts';

/** Beside the actions: what is sent again is not what the sender meant to send. */
export function IncompleteNotice({ row }: { readonly row: CaptureSummary }) {
  if (row.kind === 'malformed' || row.completeness === 'complete') return null;
  return (
    <div className="detail-notice">
      <InlineNotice tone="warn">
        {row.completeness === 'truncated'
          ? `The body was over the limit: replays send only the ${formatBytes(row.bodyBytes)} that were kept.`
          : `The sender left before the end: replays send only the ${formatBytes(row.bodyBytes)} that came.`}
      </InlineNotice>
    </div>
  );
}
