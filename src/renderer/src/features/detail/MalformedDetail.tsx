import type { CaptureDetail, CaptureSummary } from '../../../../core/capture.ts';
import { useEngine } from '../../store/context.tsx';
import { formatBytes, InlineNotice } from '../../ui/index.ts';
import { WireView } from './wire/WireView.tsx';

export interface MalformedDetailProps {
  readonly row: CaptureSummary;
  readonly detail: CaptureDetail | null;
}

/** What came in place of a request: the parser's reason and every byte. */
export function MalformedDetail({ row, detail }: MalformedDetailProps) {
  const endpoint = useEngine((app) => app.endpoints.find((each) => each.id === row.endpointId)?.name ?? '');
  return (
    <div className="malformed">
      <div className="detail-notice">
        <InlineNotice tone="warn" title={row.malformed?.message ?? 'This is not an HTTP request.'}>
          <span className="malformed-facts">
            {row.malformed === null ? null : <code>{row.malformed.code}</code>} {formatBytes(row.rawBytes)} received
            {detail === null ? '' : ` from ${detail.peer.address}:${detail.peer.port}`}, kept under {endpoint}. The
            sender got {row.replyStatus ?? 'no reply'}.
          </span>
        </InlineNotice>
      </div>
      <div className="malformed-bytes">
        <WireView row={row} isDamaged={detail?.rawIntact === false} />
      </div>
    </div>
  );
}
