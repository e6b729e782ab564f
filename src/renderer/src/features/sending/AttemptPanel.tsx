import { useMemo, useState } from 'react';
import type { AttemptDetail } from '../../../../core/attempt.ts';
import { contentTypeOf } from '../../../../core/http/content-type.ts';
import type { HeaderList } from '../../../../core/http/headers.ts';
import { extensionOf } from '../../../../core/view/file-name.ts';
import { attemptBytes, BodyPane, HeadersTable, Segmented } from '../../body/index.ts';
import { useBridge } from '../../store/context.tsx';
import { classNames, formatDuration, HostileText, InlineNotice, StatusChip } from '../../ui/index.ts';
import { SendFailure } from './SendFailure.tsx';
import { TimingsBar } from './TimingsBar.tsx';

export interface AttemptPanelProps {
  readonly attempt: AttemptDetail;
  readonly endpointId: string | null;
  /** Sends again, where that is offered beside a failure. */
  readonly onRetry?: () => void;
}

type Side = 'reply' | 'request';

/** One sending: outcome, timings, and what went out and came back, side by side where there is room. */
export function AttemptPanel({ attempt, endpointId, onRetry }: AttemptPanelProps) {
  const bridge = useBridge();
  const [side, setSide] = useState<Side>('reply');
  const { reply, request, outcome } = attempt;
  const requestSource = useMemo(
    () => attemptBytes(bridge, attempt.id, 'request', request.bodyBytes),
    [bridge, attempt.id, request.bodyBytes],
  );
  const replySource = useMemo(
    () => attemptBytes(bridge, attempt.id, 'reply', reply?.bodyBytes ?? 0),
    [bridge, attempt.id, reply?.bodyBytes],
  );
  const shown = reply === null ? 'request' : side;
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
      {reply === null ? null : (
        <div className="attempt-switch">
          <Segmented
            label="Side of the exchange"
            value={shown}
            onChange={setSide}
            options={[
              { id: 'reply', label: 'Reply' },
              { id: 'request', label: 'Request' },
            ]}
          />
        </div>
      )}
      <div className={classNames('attempt-sides', reply === null && 'attempt-one-side')}>
        {reply === null ? null : (
          <section className={classNames('attempt-side', shown !== 'reply' && 'attempt-side-off')} aria-label="Reply">
            <Message
              title="Reply"
              headers={[...reply.headers, ...reply.trailers]}
              body={
                <BodyPane
                  source={replySource}
                  headers={reply.headers}
                  label="Reply body"
                  fileName={`attempt-${attempt.id}-reply.${extensionFor(reply.headers)}`}
                  incomplete={reply.truncated}
                  emptyText="The reply has no body."
                />
              }
            />
          </section>
        )}
        <section className={classNames('attempt-side', shown !== 'request' && 'attempt-side-off')} aria-label="Request">
          <Message
            title="Request"
            headers={request.headers}
            line={
              <>
                <HostileText bytes>{attempt.method}</HostileText> <HostileText bytes>{request.target}</HostileText>
              </>
            }
            body={
              <BodyPane
                source={requestSource}
                headers={request.headers}
                label="Sent body"
                fileName={`attempt-${attempt.id}-request.${extensionFor(request.headers)}`}
                emptyText="It was sent without a body."
              />
            }
          />
        </section>
      </div>
    </div>
  );
}

interface MessageProps {
  readonly title: string;
  readonly line?: React.ReactNode;
  readonly headers: HeaderList;
  readonly body: React.ReactNode;
}

function Message({ title, line, headers, body }: MessageProps) {
  return (
    <>
      <details className="message-headers">
        <summary>
          <span className="message-title">{title}</span>
          {line === undefined ? null : <span className="mono message-line">{line}</span>}
          <span className="message-count">{headers.length === 1 ? '1 header' : `${headers.length} headers`}</span>
        </summary>
        <HeadersTable headers={headers} label={`${title}: headers`} />
      </details>
      <div className="message-body">{body}</div>
    </>
  );
}

function extensionFor(headers: HeaderList): string {
  return extensionOf(contentTypeOf(headers)?.mediaType ?? '');
}
