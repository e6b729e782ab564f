import { bytesFromHex, hexOf, latin1Bytes } from '../../bytes.ts';
import { ok } from '../../result.ts';
import { codeScheme } from '../code-scheme.ts';
import { contentMechanism } from '../content-mechanism.ts';
import type { CryptoPort } from '../crypto-port.ts';
import { fixedSource } from '../key-source.ts';
import { publicKeyAlgorithm } from '../public-key-scheme.ts';
import { newId, placeHeader } from '../recipe-sign.ts';
import { requestParts, type SignedRequest } from '../request-parts.ts';
import type { ContentPart } from '../signed-content.ts';
import { firstProblem, soleHeader } from '../sole-value.ts';
import { ageSeconds, windowProblem } from '../timestamp.ts';

const SIGNATURE = 'X-Fal-Webhook-Signature';
const REQUEST_ID = 'X-Fal-Webhook-Request-Id';
const USER_ID = 'X-Fal-Webhook-User-Id';
const TIMESTAMP = 'X-Fal-Webhook-Timestamp';
const KEYS = 'https://rest.alpha.fal.ai/.well-known/jwks.json';
const window = { in: 'header', name: TIMESTAMP, unit: 's', toleranceSeconds: 300 } as const;

export const fal = codeScheme({
  id: 'fal',
  name: 'fal.ai',
  docs: 'https://docs.fal.ai/model-endpoints/webhooks',
  secretHint: `The key set at ${KEYS}; to sign test requests, an Ed25519 private key of your own (PEM, or “seed:” and 64 hex digits).`,
  notes: ['The body’s SHA-256 is signed, with the ids of request and user and the timestamp.'],
  confirmed: false,
  headers: [REQUEST_ID, USER_ID, TIMESTAMP],
  mechanism: contentMechanism({
    algorithm: publicKeyAlgorithm('ed25519'),
    signatureHeaders: [SIGNATURE],
    keyUrl: () => KEYS,
    keySource: () => ({ ...fixedSource(KEYS, { kind: 'jwks' }), keyId: null }),
    encode: hexOf,
    read(parts, nowMs, crypto) {
      const signature = soleHeader('signature', parts, SIGNATURE);
      const bytes = signature.value === null ? undefined : bytesFromHex(signature.value);
      const requestId = soleHeader('part', parts, REQUEST_ID);
      const userId = soleHeader('part', parts, USER_ID);
      const stamp = soleHeader('timestamp', parts, TIMESTAMP);
      const atMs = stamp.value !== null && /^\d{1,12}$/.test(stamp.value) ? Number(stamp.value) * 1000 : null;
      const whole = requestId.value !== null && userId.value !== null && stamp.value !== null;
      return {
        source: signature.value === null ? null : { name: SIGNATURE, value: signature.value },
        received: signature.value === null || bytes === undefined ? [] : [{ text: signature.value, bytes }],
        contents: whole ? [contentOf(parts.request, [requestId.value, userId.value, stamp.value], crypto)] : [],
        timestamp:
          stamp.value === null
            ? null
            : {
                source: TIMESTAMP,
                raw: stamp.value,
                atMs,
                ageSeconds: atMs === null ? null : ageSeconds(atMs, nowMs, 's'),
                toleranceSeconds: window.toleranceSeconds,
                covered: true,
              },
        problem: firstProblem(
          signature,
          { problem: bytes?.length === 64 ? null : { reason: 'malformed-signature', detail: SIGNATURE } },
          requestId,
          userId,
          stamp,
          { problem: atMs === null ? { reason: 'malformed-timestamp', detail: TIMESTAMP } : null },
        ),
        objection: windowProblem(window, atMs, nowMs),
      };
    },
    sign(request, signer, nowMs, crypto) {
      const parts = requestParts(request);
      const requestId = soleHeader('part', parts, REQUEST_ID).value ?? newId(crypto);
      const userId = soleHeader('part', parts, USER_ID).value ?? newId(crypto);
      const stamp = String(Math.floor(nowMs / 1000));
      let headers = placeHeader(request.headers, REQUEST_ID, requestId);
      headers = placeHeader(headers, USER_ID, userId);
      headers = placeHeader(headers, TIMESTAMP, stamp);
      const signature = signer(contentOf(request, [requestId, userId, stamp], crypto));
      return ok({ headers: placeHeader(headers, SIGNATURE, signature) });
    },
  }),
  keyPair: 'ed25519',
  publicForm: 'jwks',
  detect: [[{ header: 'x-fal-webhook-signature' }]],
  timestampIn: 'header X-Fal-Webhook-Timestamp',
  metadata: { eventType: [{ json: 'status' }], deliveryId: [{ header: 'x-fal-webhook-request-id' }] },
});

function contentOf(
  request: SignedRequest,
  [requestId, userId, stamp]: readonly [string, string, string],
  crypto: CryptoPort,
): readonly ContentPart[] {
  const line: ContentPart = { role: 'literal', name: null, bytes: latin1Bytes('\n') };
  return [
    { role: 'header', name: REQUEST_ID, bytes: latin1Bytes(requestId) },
    line,
    { role: 'header', name: USER_ID, bytes: latin1Bytes(userId) },
    line,
    { role: 'timestamp', name: TIMESTAMP, bytes: latin1Bytes(stamp) },
    line,
    { role: 'field', name: 'SHA-256 of the body', bytes: latin1Bytes(hexOf(crypto.hash('sha256', [request.body]))) },
  ];
}
