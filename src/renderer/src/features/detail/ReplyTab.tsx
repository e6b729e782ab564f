import { useMemo } from 'react';
import type { CaptureDetail, CaptureReply } from '../../../../core/capture.ts';
import { contentTypeOf } from '../../../../core/http/content-type.ts';
import { extensionOf } from '../../../../core/view/file-name.ts';
import { BodyPane, captureBytes, HeadersTable } from '../../body/index.ts';
import { useApp, useBridge } from '../../store/context.tsx';
import { Button, EmptyState, formatDuration, StatusChip } from '../../ui/index.ts';
import { ReplyConcerns } from './ReplyConcerns.tsx';

const sources: Record<CaptureReply['source'], string> = {
  handshake: 'a handshake that was answered',
  rule: 'a rule of the endpoint',
  forward: 'the endpoint’s forwarding',
  default: 'the endpoint’s reply',
  limit: 'a limit of the listener',
  malformed: 'the listener, because the request is malformed',
  storage: 'the listener, because the request could not be stored',
};

/** What the sender got from us. */
export function ReplyTab({ detail }: { readonly detail: CaptureDetail }) {
  const { stores } = useApp();
  const bridge = useBridge();
  const { reply } = detail;
  const source = useMemo(
    () => captureBytes(bridge, detail.id, 'reply', reply?.bodyBytes ?? 0),
    [bridge, detail.id, reply?.bodyBytes],
  );
  if (reply === null) {
    return (
      <EmptyState title="No reply was sent">
        <p>The sender left before it could be answered, or the answer is still on its way.</p>
      </EmptyState>
    );
  }
  return (
    <div className="reply">
      <div className="reply-line">
        <StatusChip status={reply.status} />
        <span>
          {sources[reply.source]}
          {detail.replyMs === null ? '' : `, after ${formatDuration(detail.replyMs)}`}
        </span>
        <Button
          size="small"
          variant="quiet"
          onPress={() => stores.dialogs.getState().openEndpoint(detail.endpointId, 'reply')}
        >
          Edit reply
        </Button>
      </div>
      <div className="reply-concerns">
        <ReplyConcerns row={detail} />
      </div>
      <div className="reply-headers">
        <HeadersTable headers={reply.headers} label="Reply headers" />
      </div>
      <div className="reply-body">
        <BodyPane
          source={source}
          headers={reply.headers}
          label="Reply body"
          fileName={`capture-${detail.id}-reply.${extensionOf(contentTypeOf(reply.headers)?.mediaType ?? '')}`}
          emptyText="It was answered without a body."
        />
      </div>
    </div>
  );
}
