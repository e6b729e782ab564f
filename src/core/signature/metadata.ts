import { latin1Bytes, lossyUtf8Text } from '../bytes.ts';
import { contentTypeOf } from '../http/content-type.ts';
import { firstHeader } from '../http/headers.ts';
import { jsonAt, parseJson, type RequestParts, requestParts, type SignedRequest } from './request-parts.ts';
import type { Metadata, MetadataSource, Scheme } from './scheme.ts';

/** What senders of no known scheme usually write. */
const usual: Metadata = {
  eventType: [
    { header: 'x-github-event' },
    { header: 'x-event-key' },
    { header: 'x-event-type' },
    { header: 'x-webhook-event' },
    { header: 'x-event' },
    { json: 'event' },
    { json: 'type' },
    { json: 'event_type' },
    { json: 'eventType' },
    { json: 'event.type' },
    { json: 'topic' },
  ],
  deliveryId: [{ header: 'webhook-id' }, { json: 'event_id' }, { json: 'id' }, { json: 'message_id' }],
};

/** Larger bodies are not parsed just to fill a column of the list. */
const MAX_BODY_BYTES = 256 * 1024;
const MAX_TEXT = 200;

/**
 * The provider's name of the event and of this delivery, from where the scheme has them, else from the usual places. `parts`: those of the
 * request, for who looks them up besides. Never throws.
 */
export function eventOf(
  scheme: Scheme | null,
  request: SignedRequest,
  parts: RequestParts = requestParts(request),
): { readonly eventType: string | null; readonly deliveryId: string | null } {
  const find = (sources: readonly MetadataSource[]): string | null => {
    for (const source of sources) {
      const text = lookUp(source);
      if (text !== undefined && text !== '') return text.slice(0, MAX_TEXT);
    }
    return null;
  };

  function lookUp(source: MetadataSource): string | undefined {
    if ('header' in source) {
      const value = firstHeader(request.headers, source.header);
      return value === undefined ? undefined : lossyUtf8Text(latin1Bytes(value));
    }
    if (request.body.length > MAX_BODY_BYTES) return undefined;
    if ('json' in source) return textOf(parts.jsonAt(source.json));
    if (contentTypeOf(request.headers)?.mediaType !== 'application/x-www-form-urlencoded') return undefined;
    const field = 'form' in source ? source.form : source.formJson;
    const value = parts.form()?.find(([name]) => name === field)?.[1];
    if (value === undefined) return undefined;
    const bytes = latin1Bytes(value);
    return 'form' in source ? lossyUtf8Text(bytes) : textOf(jsonAt(parseJson(bytes, MAX_BODY_BYTES), source.path));
  }

  // A provider that says where they stand does not put them elsewhere too: an `id` in GitHub's body is not the delivery's.
  const from = (kind: 'eventType' | 'deliveryId') => {
    const own = scheme?.metadata[kind] ?? [];
    return find(own.length > 0 ? own : usual[kind]);
  };
  const id = from('deliveryId');
  const more = id === null ? [] : (scheme?.metadata.apartBy ?? []).flatMap((source) => find([source]) ?? []);
  return { eventType: from('eventType'), deliveryId: id === null ? null : [id, ...more].join('/').slice(0, MAX_TEXT) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
