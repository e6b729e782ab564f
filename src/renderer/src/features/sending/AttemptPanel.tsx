import { useMemo } from 'react';
import type { AttemptDetail } from '../../../../core/attempt.ts';
import { contentTypeOf } from '../../../../core/http/content-type.ts';
import type { HeaderList } from '../../../../core/http/headers.ts';
import { extensionOf } from '../../../../core/view/file-name.ts';
import { attemptBytes, BodyPane } from '../../body/index.ts';
import { useBridge } from '../../store/context.tsx';
import { formatDuration, HostileText, InlineNotice, StatusChip } from '../../ui/index.ts';
import { MessageSides } from './MessageSides.tsx';
import { SendFailure } from './SendFailure.tsx';
import { TimingsBar } from './TimingsBar.tsx';

export interface AttemptPanelProps {
  readonly attempt: AttemptDetail;
  readonly endpointId: string | null;
  /** Sends again, where that is offered beside a failure. */
  readonly onRetry?: () => void;
}

/** One sending: outcome, timings, and what went out and came back, side by side where there is room. */
export function AttemptPanel({ attempt, endpointId, onRetry }: AttemptPanelProps) {
  const bridge = useBridge();
  const { reply, request, outcome } = attempt;
  const requestSource = useMemo(
    () => attemptBytes(bridge, attempt.id, 'request', request.bodyBytes),
    [bridge, attempt.id, request.bodyBytes],
  );
  const replySource = useMemo(
    () => attemptBytes(bridge, attempt.id, 'reply', reply?.bodyBytes ?? 0),
    [bridge, attempt.id, reply?.bodyBytes],
  );
  return (
    <div className="attempt">
      <div className="attempt-outcome">
        <StatusChip status={reply?.status ?? null} />
        <span className="attempt-words">
          {reply === null ? (
            'No reply'
          ) : (
            <HostileText bytes>{reply.reason === '' ? `HTTP/${reply.httpVersion}` : reply.reason}</HostileText>
          )}
        </span>
        <span className="attempt-duration">{formatDuration(attempt.durationMs)}</span>
        <TimingsBar timings={attempt.timings} />
      </div>
      {outcome.kind === 'failed' ? (
        <SendFailure
          failure={outcome.failure}
          endpointId={endpointId}
          {...(onRetry === undefined ? {} : { onRetry })}
        />
      ) : null}
      {reply?.truncated === true ? (
        <InlineNotice tone="warn">The reply was longer than what is kept; its end is missing.</InlineNotice>
      ) : null}
      <MessageSides
        request={{
          title: 'Request',
          headers: request.headers,
          line: (
            <>
              <HostileText bytes>{attempt.method}</HostileText> <HostileText bytes>{request.target}</HostileText>
            </>
          ),
          body: (
            <BodyPane
              source={requestSource}
              headers={request.headers}
              label="Sent body"
              fileName={`attempt-${attempt.id}-request.${extensionFor(request.headers)}`}
              emptyText="It was sent without a body."
            />
          ),
        }}
        reply={
          reply === null
            ? null
            : {
                title: 'Reply',
                headers: [...reply.headers, ...reply.trailers],
                body: (
                  <BodyPane
                    source={replySource}
                    headers={reply.headers}
                    label="Reply body"
                    fileName={`attempt-${attempt.id}-reply.${extensionFor(reply.headers)}`}
                    incomplete={reply.truncated}
                    emptyText="The reply has no body."
                  />
                ),
              }
        }
      />
    </div>
  );
}

function extensionFor(headers: HeaderList): string {
  return extensionOf(contentTypeOf(headers)?.mediaType ?? '');
}
