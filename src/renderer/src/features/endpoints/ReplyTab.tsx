import { useEffect, useRef } from 'react';
import { strictUtf8Text, utf8Bytes } from '../../../../core/bytes.ts';
import type { Endpoint, EndpointReply } from '../../../../core/endpoint.ts';
import { explain } from '../../../../core/failure.ts';
import { useApp } from '../../store/context.tsx';
import { formatBytes, InlineNotice, SavedTextField } from '../../ui/index.ts';
import { headerLines, headersFromLines } from './header-lines.ts';

/** What senders get back once their request is stored. Each field saves itself. */
export function ReplyTab({ endpoint }: { readonly endpoint: Endpoint }) {
  const { bridge } = useApp();
  const { reply } = endpoint;
  const body = strictUtf8Text(reply.body);

  // A reply is stored whole: two fields saved in quick succession go one after the other, the second on what the first made.
  const stored = useRef(reply);
  const saving = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    stored.current = reply;
  }, [reply]);
  const save = (change: Partial<EndpointReply>): Promise<string | null> => {
    const saved = saving.current.then(async () => {
      const result = await bridge.call('endpoints.update', {
        id: endpoint.id,
        reply: { ...stored.current, ...change },
      });
      if (!result.ok) return explain(result.failure).title;
      stored.current = result.value.reply;
      return null;
    });
    // One that was lost with the connection does not hold up the next.
    saving.current = saved.catch(() => null);
    return saved;
  };
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
    <div className="endpoint-form">
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
        <SavedTextField label="Body" rows={8} mono value={body} save={(text) => save({ body: utf8Bytes(text) })} />
      )}
    </div>
  );
}
