import { bytesFromHex, hexOf, latin1Bytes, lossyUtf8Text, utf8Bytes } from '../../bytes.ts';
import { pathOfTarget, queryOfTarget } from '../../http/message.ts';
import { fail, ok } from '../../result.ts';
import { algorithmOf } from '../algorithm.ts';
import { codeScheme } from '../code-scheme.ts';
import { contentMechanism } from '../content-mechanism.ts';
import { placeHeader } from '../recipe-sign.ts';
import { type RequestParts, requestParts } from '../request-parts.ts';
import { type Problem, trimBlanks } from '../signature-field.ts';
import type { ContentPart } from '../signed-content.ts';
import { firstProblem, soleHeader } from '../sole-value.ts';
import { ageSeconds, windowProblem } from '../timestamp.ts';

const SIGNATURE = 'X-Contentful-Signature';
const SIGNED = 'X-Contentful-Signed-Headers';
const TIMESTAMP = 'X-Contentful-Timestamp';
/** More are an attempt to make us work. */
const MAX_HEADERS = 100;
const window = { in: 'header', name: TIMESTAMP, unit: 'ms', toleranceSeconds: 300 } as const;

export const contentful = codeScheme({
  id: 'contentful',
  name: 'Contentful',
  docs: 'https://www.contentful.com/developers/docs/extensibility/app-framework/request-verification/',
  secretHint: 'The signing secret of the app or space (64 characters), as text.',
  notes: [
    'Method, path, query, the headers that the request lists and the body are signed.',
    'Contentful’s own library allows 30 s unless told otherwise, and any time ahead; 300 s either way is used here.',
  ],
  headers: [SIGNED, TIMESTAMP],
  mechanism: contentMechanism({
    algorithm: algorithmOf({ algorithm: 'hmac-sha256' }),
    signatureHeaders: [SIGNATURE],
    encode: hexOf,
    read(parts, nowMs) {
      const signature = soleHeader('signature', parts, SIGNATURE);
      const bytes = signature.value === null ? undefined : bytesFromHex(signature.value);
      const list = soleHeader('part', parts, SIGNED);
      const stamp = soleHeader('timestamp', parts, TIMESTAMP);
      const atMs = stamp.value !== null && /^\d{1,15}$/.test(stamp.value) ? Number(stamp.value) : null;
      const { content, problem } = contentOf(parts, namesIn(list.value ?? ''));
      return {
        source: signature.value === null ? null : { name: SIGNATURE, value: signature.value },
        received: signature.value === null || bytes === undefined ? [] : [{ text: signature.value, bytes }],
        contents: problem === null ? [content] : [],
        timestamp:
          stamp.value === null
            ? null
            : {
                source: TIMESTAMP,
                raw: stamp.value,
                atMs,
                ageSeconds: atMs === null ? null : ageSeconds(atMs, nowMs, 'ms'),
                toleranceSeconds: window.toleranceSeconds,
                covered: true,
              },
        problem: firstProblem(
          signature,
          { problem: bytes?.length === 32 ? null : { reason: 'malformed-signature', detail: SIGNATURE } },
          list,
          stamp,
          { problem: atMs === null ? { reason: 'malformed-timestamp', detail: TIMESTAMP } : null },
          { problem },
        ),
        objection: windowProblem(window, atMs, nowMs),
      };
    },
    sign(request, signer, nowMs) {
      const names = new Set(namesIn(requestParts(request).header(SIGNED)[0] ?? ''));
      const present = [...names].filter((name) => requestParts(request).header(name).length > 0);
      const listed = [...new Set([...present, SIGNED.toLowerCase(), TIMESTAMP.toLowerCase()])].sort();
      const stamped = placeHeader(request.headers, TIMESTAMP, String(Math.floor(nowMs)));
      const headers = placeHeader(stamped, SIGNED, listed.join(','));
      const { content, problem } = contentOf(requestParts({ ...request, headers }), listed);
      if (problem !== null) return fail({ kind: 'missing', part: problem.detail ?? 'a signed header' });
      return ok({ headers: placeHeader(headers, SIGNATURE, signer(content)) });
    },
  }),
  detect: [[{ header: 'x-contentful-signature' }]],
  timestampIn: 'header X-Contentful-Timestamp',
  metadata: { eventType: [{ header: 'x-contentful-topic' }] },
  sdk: [{ library: '@contentful/node-apps-toolkit 3.16.1', refuses: ['invalid-utf8'], accepts: ['future'] }],
});

function namesIn(list: string): readonly string[] {
  return list.split(',', MAX_HEADERS + 1).map((name) => trimBlanks(name).toLowerCase());
}

/** Without the two that say what is signed and when, the signature would hold for any list and any time. */
const needed = [SIGNED.toLowerCase(), TIMESTAMP.toLowerCase()];

function contentOf(
  parts: RequestParts,
  names: readonly string[],
): { readonly content: readonly ContentPart[]; readonly problem: Problem | null } {
  const { request } = parts;
  const unlisted = needed.find((name) => !names.includes(name));
  if (unlisted !== undefined || names.length > MAX_HEADERS) {
    return { content: [], problem: { reason: 'missing-part', detail: `${unlisted ?? 'a usual number'} in ${SIGNED}` } };
  }
  const headers: ContentPart[] = [];
  for (const [index, name] of [...new Set(names)].sort().entries()) {
    const values = parts.header(name).map(trimBlanks);
    const [value] = values;
    if (value === undefined) return { content: [], problem: { reason: 'missing-part', detail: name } };
    if (values.some((other) => other !== value)) {
      return { content: [], problem: { reason: 'duplicate-part', detail: name } };
    }
    headers.push(literal(`${index === 0 ? '' : ';'}${name}:`), { role: 'header', name, bytes: latin1Bytes(value) });
  }
  return {
    content: [
      { role: 'method', name: null, bytes: latin1Bytes(request.method) },
      literal('\n'),
      { role: 'path', name: null, bytes: utf8Bytes(encodedTarget(request.target)) },
      literal('\n'),
      ...headers,
      literal('\n'),
      { role: 'body', name: null, bytes: request.body },
    ],
    problem: null,
  };
}

function literal(text: string): ContentPart {
  return { role: 'literal', name: null, bytes: latin1Bytes(text) };
}

/** As Contentful's library does: the query escaped as one value, and path and query then escaped as a URI again. */
function encodedTarget(target: string): string {
  const query = text(queryOfTarget(target)).split('?')[0] ?? '';
  const path = text(pathOfTarget(target));
  return encodeURI(query === '' ? path : `${path}?${encodeURIComponent(query)}`);
}

/** The target is a byte string; only well-formed text can be escaped. */
function text(bytes: string): string {
  return lossyUtf8Text(latin1Bytes(bytes));
}
