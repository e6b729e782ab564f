import { useMemo } from 'react';
import type { CaptureDetail, CaptureReply } from '../../../../core/capture.ts';
import { contentTypeOf } from '../../../../core/http/content-type.ts';
import { extensionOf } from '../../../../core/view/file-name.ts';
import { BodyPane, captureBytes, HeadersTable } from '../../body/index.ts';
import { useBridge, useDialogs } from '../../store/context.tsx';
import type { ReplyStep } from '../../store/dialogs.ts';
import { Button, EmptyState, formatDuration, StatusChip } from '../../ui/index.ts';
import { ConfirmSubscription } from './ConfirmSubscription.tsx';
import { ForwardedTo } from './ForwardedTo.tsx';
import { ReplyConcerns } from './ReplyConcerns.tsx';

interface Source {
  readonly words: string;
  /** Where it is changed, and what the button to there says. */
  readonly edit: { readonly step: ReplyStep; readonly label: string };
}

const editDefault: Source['edit'] = { step: 'default', label: 'Edit reply' };

const sources: Record<CaptureReply['source'], Source> = {
  handshake: { words: 'Handshake', edit: { step: 'handshakes', label: 'Edit handshakes' } },
  rule: { words: 'Rule', edit: { step: 'rules', label: 'Edit rules' } },
  forward: { words: 'Forwarding', edit: { step: 'forward', label: 'Edit forwarding' } },
  default: { words: 'the endpoint’s reply', edit: editDefault },
  limit: { words: 'a limit of the listener', edit: editDefault },
  malformed: { words: 'the listener, because the request is malformed', edit: editDefault },
  storage: { words: 'the listener, because the request could not be stored', edit: editDefault },
};

/** What the sender got from us, and what chose it. */
export function ReplyTab({ detail }: { readonly detail: CaptureDetail }) {
  const bridge = useBridge();
  const openReplies = useDialogs((state) => state.openReplies);
  const { reply } = detail;
  const source = useMemo(
    () => captureBytes(bridge, detail.id, 'reply', reply?.bodyBytes ?? 0),
    [bridge, detail.id, reply?.bodyBytes],
  );
  if (reply === null) {
    return (
      <EmptyState title={detail.replyLabel ?? 'No reply was sent'}>
        <p>The sender left before it could be answered, the connection was reset, or the answer is still on its way.</p>
      </EmptyState>
    );
  }
  const { words, edit } = sources[reply.source];
  const { replyLabel } = detail;
  return (
    <div className="reply">
      <div className="reply-line">
        <StatusChip status={reply.status} />
        <span>
          {reply.source === 'forward' && replyLabel !== null ? null : words}
          {replyLabel === null ? null : reply.source === 'forward' ? (
            <strong>{asSentence(replyLabel)}</strong>
          ) : (
            <>
              : <strong>{replyLabel}</strong>
            </>
          )}
          {detail.replyMs === null ? '' : `, after ${formatDuration(detail.replyMs)}`}
        </span>
        <Button size="small" variant="quiet" onPress={() => openReplies(detail.endpointId, edit.step)}>
          {edit.label}
        </Button>
      </div>
      <div className="reply-concerns">
        <ConfirmSubscription detail={detail} />
        <ForwardedTo detail={detail} />
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

/** A forward's label says that it is one. */
function asSentence(label: string): string {
  return label.slice(0, 1).toUpperCase() + label.slice(1);
}
