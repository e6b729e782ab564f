import type { ClipboardEvent } from 'react';
import type { PastedRequest } from '../../../../core/http/pasted-request.ts';
import {
  formatBytes,
  formatCounted,
  HostileText,
  middleTruncated,
  Select,
  TextArea,
  visibleText,
} from '../../ui/index.ts';
import type { Pasted } from './pasted.ts';

export interface PasteBoxProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What the text was taken for; null: there is none. */
  readonly pasted: Pasted | null;
  /** Which of several requests is meant. */
  readonly entry: number;
  readonly onEntry: (entry: number) => void;
}

/** A text area makes line ends alike, and those of a body are signed: what replaces all of it is taken as it was copied. */
function takeWhole(event: ClipboardEvent, onText: (text: string) => void): void {
  const { target } = event;
  const text = event.clipboardData.getData('text/plain');
  if (!(target instanceof HTMLTextAreaElement) || text === '') return;
  if (target.selectionStart > 0 || target.selectionEnd < target.value.length) return;
  event.preventDefault();
  onText(text);
}

/** Takes a request in any form it is usually copied in, and says what it was taken for. */
export function PasteBox({ label, text, onText, pasted, entry, onEntry }: PasteBoxProps) {
  const shown = pasted?.requests[entry];
  const count = pasted?.requests.length ?? 0;
  return (
    <div className="paste-box" onPaste={(event) => takeWhole(event, onText)}>
      <TextArea
        label={label}
        mono
        rows={3}
        placeholder="A raw HTTP request, a curl command or a HAR file"
        value={text.replace(/\r\n?/g, '\n')}
        onChange={onText}
        error={pasted?.problem == null ? null : `${pasted.problem.title} ${pasted.problem.hint}`}
      />
      <div className="pasted-read" role="status">
        {shown === undefined ? null : <RequestRead {...shown} count={count} />}
      </div>
      {pasted === null || count < 2 ? null : (
        <Select
          label="Which of them"
          searchable={count > 8}
          value={String(entry)}
          onChange={(id) => onEntry(Number(id))}
          options={pasted.requests.map(({ request }, index) => ({
            id: String(index),
            label: middleTruncated(visibleText(`${request.method} ${request.url}`), 60),
            hint: `${formatCounted(request.headers.length, 'header')}, ${formatBytes(request.body.length)}`,
          }))}
        />
      )}
    </div>
  );
}

function RequestRead({ request, losses, count }: PastedRequest & { readonly count: number }) {
  const { method, url, headers, body } = request;
  return (
    <>
      <p>
        {count === 1 ? 'Read: ' : `Read ${count} requests, this one: `}
        <HostileText className="mono">{middleTruncated(visibleText(`${method} ${url}`), 34)}</HostileText>,{' '}
        {formatCounted(headers.length, 'header')}, {formatBytes(body.length)}
      </p>
      {losses.map((loss) => (
        <p key={loss} className="pasted-loss">
          {loss}
        </p>
      ))}
    </>
  );
}
