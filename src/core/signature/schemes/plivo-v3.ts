import { base64Of, bytesFromBase64, latin1Bytes, utf8Bytes } from '../../bytes.ts';
import { firstHeader } from '../../http/headers.ts';
import { fail, ok } from '../../result.ts';
import { algorithmOf } from '../algorithm.ts';
import { codeScheme } from '../code-scheme.ts';
import { contentMechanism } from '../content-mechanism.ts';
import { byNameAndValue, parseForm, parseQuery } from '../form.ts';
import { newId, placeHeader } from '../recipe-sign.ts';
import type { SignedRequest } from '../request-parts.ts';
import { trimBlanks } from '../signature-field.ts';
import type { ContentPart } from '../signed-content.ts';
import { firstProblem, soleHeader } from '../sole-value.ts';

const HEADER = 'X-Plivo-Signature-V3';
const NONCE = 'X-Plivo-Signature-V3-Nonce';
/** More are an attempt to make us work. */
const MAX_SIGNATURES = 100;

export const plivoV3 = codeScheme({
  id: 'plivo-v3',
  name: 'Plivo (V3)',
  docs: 'https://www.plivo.com/docs/voice/concepts/signature-validation',
  secretHint: 'The account’s auth token, as text.',
  notes: [
    'The public URL with its query sorted, the decoded and sorted form parameters and a nonce are signed, not the raw body.',
    'There is no timestamp: a captured delivery verifies for ever.',
  ],
  signsUrl: true,
  headers: [NONCE],
  mechanism: contentMechanism({
    algorithm: algorithmOf({ algorithm: 'hmac-sha256' }),
    signatureHeaders: [HEADER],
    encode: base64Of,
    read(parts) {
      const { request } = parts;
      const signature = soleHeader('signature', parts, HEADER);
      const nonce = soleHeader('part', parts, NONCE);
      const content = nonce.value === null ? null : contentOf(request, nonce.value);
      const texts = (signature.value ?? '').split(',', MAX_SIGNATURES).map(trimBlanks);
      const received = texts.flatMap((text) => {
        const bytes = bytesFromBase64(text);
        return bytes?.length === 32 ? [{ text, bytes }] : [];
      });
      return {
        source: signature.value === null ? null : { name: HEADER, value: signature.value },
        received,
        contents: content === null ? [] : [content],
        url: request.url,
        problem: firstProblem(
          signature,
          { problem: received.length > 0 ? null : { reason: 'malformed-signature', detail: HEADER } },
          nonce,
          { problem: request.url === null ? { reason: 'no-public-url', detail: null } : null },
          { problem: content === null ? { reason: 'missing-part', detail: 'a form of a usual size' } : null },
        ),
      };
    },
    sign(request, signer, _nowMs, crypto) {
      const used = trimBlanks(firstHeader(request.headers, NONCE) ?? '') || newId(crypto);
      const content = contentOf(request, used);
      if (content === null) return fail({ kind: 'missing', part: 'the public URL' });
      const headers = placeHeader(request.headers, NONCE, used);
      return ok({ headers: placeHeader(headers, HEADER, signer(content)) });
    },
  }),
  detect: [[{ header: 'x-plivo-signature-v3' }]],
  metadata: {
    eventType: [{ form: 'Event' }, { form: 'CallStatus' }],
    deliveryId: [{ form: 'CallUUID' }],
    apartBy: [{ form: 'Event' }, { form: 'CallStatus' }],
  },
});

/** As `validateV3Signature` of plivo-node joins them; null without a URL. */
function contentOf(request: SignedRequest, nonce: string): readonly ContentPart[] | null {
  if (request.url === null) return null;
  const [, base = '', rawQuery = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(request.url) ?? [];
  const query = parseQuery(rawQuery);
  const form = request.method === 'GET' ? [] : parseForm(request.body);
  if (query === null || form === null) return null;
  const sortedQuery = [...query]
    .sort(byNameAndValue)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const sortedForm = [...form]
    .sort(byNameAndValue)
    .map(([name, value]) => name + value)
    .join('');
  const mark = sortedQuery !== '' || form.length > 0 ? '?' : '';
  const dot = sortedQuery !== '' && form.length > 0 ? '.' : '';
  return [
    { role: 'url', name: null, bytes: utf8Bytes(base) },
    { role: 'url', name: 'query', bytes: latin1Bytes(mark + sortedQuery) },
    { role: 'literal', name: null, bytes: latin1Bytes(dot) },
    { role: 'form', name: null, bytes: latin1Bytes(sortedForm) },
    { role: 'literal', name: null, bytes: latin1Bytes('.') },
    { role: 'header', name: NONCE, bytes: latin1Bytes(nonce) },
  ];
}
