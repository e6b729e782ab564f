import { strictUtf8Text, utf8Bytes } from '../../../../../core/bytes.ts';
import type { EndpointReply } from '../../../../../core/endpoint.ts';
import { formatBytes, InlineNotice, SavedTextField } from '../../../ui/index.ts';
import { headerLines, headersFromLines } from '../header-lines.ts';

export interface ReplyFieldsProps {
  readonly reply: EndpointReply;
  /** Resolves with what is wrong with it, or null. */
  readonly save: (change: Partial<EndpointReply>) => Promise<string | null>;
  readonly bodyRows?: number;
}

/** A fixed reply. Each field saves itself. */
export function ReplyFields({ reply, save, bodyRows = 8 }: ReplyFieldsProps) {
  const body = strictUtf8Text(reply.body);
  const saveStatus = async (text: string) => {
    const status = Number(text);
    if (!/^\d{3}$/.test(text.trim()) || status < 200 || status > 599) return 'A status is a number from 200 to 599';
    return save({ status });
  };
  const saveHeaders = async (text: string) => {
    const headers = headersFromLines(text);
    return typeof headers === 'string' ? headers : save({ headers });
  };
  return (
    <>
      <SavedTextField
        label="Status"
        className="endpoint-status"
        inputMode="numeric"
        mono
        value={String(reply.status)}
        hint="Providers take 200 to 299 as received and send again on most others."
        save={saveStatus}
      />
      <SavedTextField
        label="Headers"
        rows={4}
        mono
        value={headerLines(reply.headers)}
        placeholder="Content-Type: application/json"
        hint="One a line. Content-Length and Date are added."
        save={saveHeaders}
      />
      {body === undefined ? (
        <InlineNotice title="The reply’s body is binary">
          {formatBytes(reply.body.length)} are sent as they are.
        </InlineNotice>
      ) : (
        <SavedTextField
          label="Body"
          rows={bodyRows}
          mono
          value={body}
          save={(text) => save({ body: utf8Bytes(text) })}
        />
      )}
    </>
  );
}
