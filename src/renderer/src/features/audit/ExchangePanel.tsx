import { PencilLine, X } from 'lucide-react';
import { type KeyboardEvent, useMemo } from 'react';
import type { AuditExchange, CheckReport } from '../../../../core/audit/audit.ts';
import { contentTypeOf } from '../../../../core/http/content-type.ts';
import type { HeaderList } from '../../../../core/http/headers.ts';
import { extensionOf } from '../../../../core/view/file-name.ts';
import { BodyPane, heldBytes } from '../../body/index.ts';
import { useApp } from '../../store/context.tsx';
import {
  Button,
  CopyButton,
  ErrorState,
  formatBytes,
  formatDuration,
  HostileText,
  IconButton,
  InlineNotice,
  visibleText,
} from '../../ui/index.ts';
import { MessageSides } from '../sending/index.ts';
import { curlOfExchange, openDraft } from './actions.ts';
import { auditStore, type ExchangePlace } from './audit-store.ts';
import { lineId } from './ExchangeList.tsx';

export interface ExchangePanelProps {
  readonly place: ExchangePlace;
  readonly check: CheckReport;
  readonly exchange: AuditExchange;
}

/** One request of a check and what came back, side by side where there is room. */
export function ExchangePanel({ place, check, exchange }: ExchangePanelProps) {
  const context = useApp();
  const { what, request, reply } = exchange;
  const close = () => {
    auditStore(context).setState({ selected: null });
    document.getElementById(lineId(place))?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
  return (
    <section className="attempt audit-panel" aria-label={`${check.title}: ${what}`} onKeyDown={onKeyDown}>
      <header className="attempt-outcome">
        {reply.kind === 'replied' ? <strong>{reply.status}</strong> : null}
        <h3 className="audit-panel-title">{visibleText(what)}</h3>
        <span className="attempt-duration">
          {reply.kind === 'replied' ? '' : 'no reply, '}
          {formatDuration(reply.durationMs)}
        </span>
        <div className="audit-panel-actions">
          <Button
            size="small"
            variant="quiet"
            icon={<PencilLine size={13} />}
            onPress={() => void openDraft(context, place, `${check.title}: ${what}`)}
          >
            Open as draft
          </Button>
          <CopyButton text={() => curlOfExchange(context, place)} label="Copy as curl, as it was sent">
            Copy as curl
          </CopyButton>
          <IconButton label="Close the exchange" size="small" icon={<X size={14} />} onPress={close} />
        </div>
      </header>
      {reply.kind === 'failed' ? <ErrorState failure={reply.failure} /> : null}
      <MessageSides
        request={{
          title: 'Request',
          headers: request.headers,
          line: (
            <>
              <HostileText bytes>{request.method}</HostileText> <HostileText>{request.url}</HostileText>
            </>
          ),
          body: (
            <CutBody
              name={`${lineId(place)}-request`}
              label="Sent body"
              headers={request.headers}
              body={request.body}
              wholeBytes={exchange.requestBytes}
              emptyText="It was sent without a body."
            />
          ),
        }}
        reply={
          reply.kind === 'failed'
            ? null
            : {
                title: 'Reply',
                headers: reply.headers,
                body: (
                  <CutBody
                    name={`${lineId(place)}-reply`}
                    label="Reply body"
                    headers={reply.headers}
                    body={reply.body}
                    wholeBytes={exchange.replyBytes}
                    emptyText="The reply has no body."
                  />
                ),
              }
        }
      />
    </section>
  );
}

interface CutBodyProps {
  readonly name: string;
  readonly label: string;
  readonly headers: HeaderList;
  /** As much of it as the report has. */
  readonly body: Uint8Array;
  readonly wholeBytes: number;
  readonly emptyText: string;
}

function CutBody({ name, label, headers, body, wholeBytes, emptyText }: CutBodyProps) {
  const source = useMemo(() => heldBytes(name, body), [name, body]);
  const isCut = body.length < wholeBytes;
  return (
    <div className="audit-body">
      {isCut ? (
        <InlineNotice>
          The report has the first {formatBytes(body.length)} of {formatBytes(wholeBytes)}.
        </InlineNotice>
      ) : null}
      <BodyPane
        source={source}
        headers={headers}
        label={label}
        fileName={`${name}.${extensionOf(contentTypeOf(headers)?.mediaType ?? '')}`}
        incomplete={isCut}
        emptyText={emptyText}
      />
    </div>
  );
}
