import type { CaptureSummary } from '../../../../core/capture.ts';
import { formatBytes, InlineNotice } from '../../ui/index.ts';

/** Beside the actions: what is sent again is not what the sender meant to send. */
export function IncompleteNotice({ row }: { readonly row: CaptureSummary }) {
  if (row.kind === 'malformed' || (row.completeness === 'complete' && row.malformed === null)) return null;
  return (
    <div className="detail-notice">
      <InlineNotice tone="warn">
        {row.malformed?.message} {kept(row)}
      </InlineNotice>
    </div>
  );
}

function kept({ completeness, bodyBytes }: CaptureSummary): string {
  if (completeness === 'complete') return '';
  if (completeness === 'truncated')
    return `Replays send only the ${formatBytes(bodyBytes)} of the body that were kept.`;
  return `Replays send only the ${formatBytes(bodyBytes)} of the body that came.`;
}
