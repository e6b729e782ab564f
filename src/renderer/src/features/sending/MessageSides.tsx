import { type ReactNode, useState } from 'react';
import type { HeaderList } from '../../../../core/http/headers.ts';
import { HeadersTable, Segmented } from '../../body/index.ts';
import { classNames, formatCounted } from '../../ui/index.ts';

export interface Message {
  readonly title: string;
  /** Beside the title: method and target. */
  readonly line?: ReactNode;
  readonly headers: HeaderList;
  readonly body: ReactNode;
}

export interface MessageSidesProps {
  readonly request: Message;
  /** null: there was none. */
  readonly reply: Message | null;
}

/** What went out and what came back, side by side where there is room, else one of them. Stands in an `.attempt`. */
export function MessageSides({ request, reply }: MessageSidesProps) {
  const [side, setSide] = useState<'reply' | 'request'>('reply');
  const shown = reply === null ? 'request' : side;
  return (
    <>
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
            <OneMessage {...reply} />
          </section>
        )}
        <section className={classNames('attempt-side', shown !== 'request' && 'attempt-side-off')} aria-label="Request">
          <OneMessage {...request} />
        </section>
      </div>
    </>
  );
}

function OneMessage({ title, line, headers, body }: Message) {
  return (
    <>
      <details className="message-headers">
        <summary>
          <span className="message-title">{title}</span>
          {line === undefined ? null : <span className="mono message-line">{line}</span>}
          <span className="message-count">{formatCounted(headers.length, 'header')}</span>
        </summary>
        <HeadersTable headers={headers} label={`${title}: headers`} />
      </details>
      <div className="message-body">{body}</div>
    </>
  );
}
