import type { Endpoint, EndpointReply } from '../../../../../core/endpoint.ts';
import { explain } from '../../../../../core/failure-words.ts';
import { ReplyFields } from './ReplyFields.tsx';
import { useSavedEndpoint } from './use-saved-endpoint.ts';

/** What senders get where nothing before it answered. */
export function DefaultReply({ endpoint }: { readonly endpoint: Endpoint }) {
  const saveEndpoint = useSavedEndpoint(endpoint);
  const save = async (change: Partial<EndpointReply>): Promise<string | null> => {
    const result = await saveEndpoint(({ reply }) => ({ reply: { ...reply, ...change } }));
    return result === null || result.ok ? null : explain(result.failure).title;
  };
  return (
    <div className="endpoint-form">
      <ReplyFields reply={endpoint.reply} save={save} />
    </div>
  );
}
