import { bytesFromHex, hexOf, latin1Bytes, latin1Text, utf8Bytes } from '../../bytes.ts';
import { boundaryOf, contentTypeOf } from '../../http/content-type.ts';
import { withJsonValue } from '../../json-splice.ts';
import { fail, ok } from '../../result.ts';
import { parseMultipart } from '../../view/multipart.ts';
import { algorithmOf } from '../algorithm.ts';
import { codeScheme } from '../code-scheme.ts';
import { contentMechanism } from '../content-mechanism.ts';
import { withBodyField } from '../form-fields.ts';
import { jsonAt, parseJson, type RequestParts, requestParts, type SignedRequest } from '../request-parts.ts';
import type { ContentPart } from '../signed-content.ts';
import { firstProblem, soleValue } from '../sole-value.ts';

const SIGNATURE = 'event.event_hash';
const TIME = 'event.event_time';
const TYPE = 'event.event_type';
const MAX_EVENT_BYTES = 1024 * 1024;

export const dropboxSign = codeScheme({
  id: 'dropbox-sign',
  name: 'Dropbox Sign (HelloSign)',
  docs: 'https://developers.hellosign.com/docs/events/walkthrough/',
  secretHint: 'The account’s API key, as text.',
  notes: [
    'Only the event’s time and type are signed; the rest of the body is not.',
    'The event stands in the form field “json” of a multipart body. The reply must be “Hello API Event Received”.',
  ],
  confirmed: false,
  mechanism: contentMechanism({
    algorithm: algorithmOf({ algorithm: 'hmac-sha256' }),
    signatureHeaders: [],
    encode: hexOf,
    read(parts) {
      const event = eventOf(parts);
      const signature = soleValue('signature', textAt(event, SIGNATURE), SIGNATURE);
      const time = soleValue('timestamp', textAt(event, TIME), TIME);
      const type = soleValue('part', textAt(event, TYPE), TYPE);
      const bytes = signature.value === null ? undefined : bytesFromHex(signature.value);
      return {
        source: signature.value === null ? null : { name: SIGNATURE, value: signature.value },
        received: signature.value === null || bytes === undefined ? [] : [{ text: signature.value, bytes }],
        contents: time.value === null || type.value === null ? [] : [contentOf(time.value, type.value)],
        problem: firstProblem(
          signature,
          { problem: bytes?.length === 32 ? null : { reason: 'malformed-signature', detail: SIGNATURE } },
          time,
          type,
        ),
      };
    },
    sign(request, signer, nowMs) {
      const place = eventPlace(requestParts(request));
      const [type] = place === null ? [] : textAt(parseJson(place.json, MAX_EVENT_BYTES), TYPE);
      if (place === null || type === undefined) return fail({ kind: 'missing', part: `“${TYPE}” in the event` });
      const time = String(Math.floor(nowMs / 1000));
      const timed = withJsonValue(place.json, TIME, time);
      const signed = timed === null ? null : withJsonValue(timed, SIGNATURE, signer(contentOf(time, type)));
      if (signed === null) return fail({ kind: 'missing', part: 'the event as JSON' });
      return ok({ headers: request.headers, body: place.put(signed) });
    },
  }),
  detect: [
    [{ json: SIGNATURE }],
    [
      { header: 'user-agent', pattern: /^HelloSign/ },
      { header: 'content-type', pattern: /^multipart\// },
    ],
  ],
  metadata: { eventType: [{ json: TYPE }] },
  delivery: {
    success: [200],
    deadlineMs: null,
    replyBody: 'Hello API Event Received',
    source: 'documented',
    retry: null,
  },
});

function contentOf(time: string, type: string): readonly ContentPart[] {
  return [
    { role: 'timestamp', name: TIME, bytes: utf8Bytes(time) },
    { role: 'field', name: TYPE, bytes: utf8Bytes(type) },
  ];
}

function eventOf(parts: RequestParts): unknown {
  const place = eventPlace(parts);
  return place === null ? undefined : parseJson(place.json, MAX_EVENT_BYTES);
}

/** The event's JSON where it stands in the body, and the body with other JSON in its place. */
function eventPlace(parts: RequestParts): { json: Uint8Array; put(json: Uint8Array): Uint8Array } | null {
  const { request } = parts;
  if (parts.jsonBody() !== undefined) return { json: request.body, put: (json) => json };
  const type = contentTypeOf(request.headers);
  if (type?.mediaType === 'application/x-www-form-urlencoded') {
    const value = parts.form()?.find(([name]) => name === 'json')?.[1];
    if (value === undefined) return null;
    return { json: latin1Bytes(value), put: (json) => withBodyField(request.body, 'json', latin1Text(json)) };
  }
  return multipartPlace(request, type === null ? undefined : boundaryOf(type));
}

function multipartPlace({ body }: SignedRequest, boundary: string | undefined) {
  if (boundary === undefined || body.length > MAX_EVENT_BYTES) return null;
  const part = parseMultipart(body, boundary)?.parts.find(({ name }) => name === 'json');
  if (part === undefined) return null;
  const [from, to] = [part.offset, part.offset + part.length];
  return {
    json: body.subarray(from, to),
    put: (json: Uint8Array) => Uint8Array.from([...body.subarray(0, from), ...json, ...body.subarray(to)]),
  };
}

function textAt(event: unknown, path: string): readonly string[] {
  const value = jsonAt(event, path);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}
