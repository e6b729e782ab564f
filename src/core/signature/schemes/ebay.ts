import { base64Of, bytesFromBase64, utf8Bytes } from '../../bytes.ts';
import { ok } from '../../result.ts';
import { codeScheme } from '../code-scheme.ts';
import { contentMechanism } from '../content-mechanism.ts';
import { publicKeyAlgorithm } from '../public-key-scheme.ts';
import { placeHeader } from '../recipe-sign.ts';
import { jsonAt, parseJson, requestParts } from '../request-parts.ts';
import { firstProblem, soleHeader } from '../sole-value.ts';

const HEADER = 'X-EBAY-SIGNATURE';
const MAX_HEADER = 16 * 1024;

export const ebay = codeScheme({
  id: 'ebay',
  name: 'eBay',
  docs: 'https://developer.ebay.com/marketplace-account-deletion',
  secretHint:
    'The public key that eBay’s getPublicKey answers for the kid in the header; to sign test requests, a P-256 private key of your own (PEM).',
  notes: [
    'The header is base64 of JSON with the signature and the id of its key.',
    'There is no timestamp: a captured delivery verifies for ever.',
  ],
  mechanism: contentMechanism({
    algorithm: publicKeyAlgorithm('ecdsa-sha1'),
    signatureHeaders: [HEADER],
    encode: base64Of,
    keyUrl(parts) {
      const { keyId } = readHeader(parts.header(HEADER)[0] ?? '');
      return keyId === null || !/^[\w-]{1,100}$/.test(keyId)
        ? null
        : `https://api.ebay.com/commerce/notification/v1/public_key/${keyId}`;
    },
    read(parts) {
      const header = soleHeader('signature', parts, HEADER);
      const { signature } = readHeader(header.value ?? '');
      const bytes = signature === null ? undefined : bytesFromBase64(signature);
      return {
        source: header.value === null ? null : { name: HEADER, value: header.value },
        received: signature === null || bytes === undefined ? [] : [{ text: signature, bytes }],
        contents: [[{ role: 'body', name: null, bytes: parts.request.body }]],
        problem: firstProblem(header, {
          problem: bytes === undefined ? { reason: 'malformed-signature', detail: HEADER } : null,
        }),
      };
    },
    sign(request, signer) {
      const { keyId } = readHeader(requestParts(request).header(HEADER)[0] ?? '');
      const signature = signer([{ role: 'body', name: null, bytes: request.body }]);
      const value = { alg: 'ecdsa', kid: keyId ?? 'test', signature, digest: 'SHA1' };
      return ok({ headers: placeHeader(request.headers, HEADER, base64Of(utf8Bytes(JSON.stringify(value)))) });
    },
  }),
  keyPair: 'p256',
  detect: [[{ header: 'x-ebay-signature' }]],
  metadata: { eventType: [{ json: 'metadata.topic' }], deliveryId: [{ json: 'notification.notificationId' }] },
  handshake: {
    text: 'A GET with challenge_code: answer {"challengeResponse": …}, the hex SHA-256 of code, verification token and endpoint URL.',
    source: 'memory',
  },
});

function readHeader(value: string): { readonly signature: string | null; readonly keyId: string | null } {
  const json = value.length > MAX_HEADER ? undefined : bytesFromBase64(value);
  const parsed = json === undefined ? undefined : parseJson(json, MAX_HEADER);
  const text = (path: string) => {
    const found = jsonAt(parsed, path);
    return typeof found === 'string' ? found : null;
  };
  return { signature: text('signature'), keyId: text('kid') };
}
