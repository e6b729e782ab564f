import { base64Of, bytesFromBase64, latin1Bytes } from '../../bytes.ts';
import { fail, ok } from '../../result.ts';
import { codeScheme } from '../code-scheme.ts';
import { contentMechanism } from '../content-mechanism.ts';
import type { FormPair } from '../form.ts';
import { withBodyField } from '../form-fields.ts';
import { publicKeyAlgorithm } from '../public-key-scheme.ts';
import { type RequestParts, requestParts } from '../request-parts.ts';
import { firstProblem, soleValue } from '../sole-value.ts';

const SIGNATURE = 'p_signature';

export const paddleClassic = codeScheme({
  id: 'paddle-classic',
  name: 'Paddle Classic',
  docs: 'https://developer.paddle.com/classic/reference/webhooks',
  secretHint: 'The account’s public key (PEM); to sign test requests, an RSA private key of your own (PEM).',
  notes: [
    'The decoded form fields are signed as PHP serialises them, sorted by name, not the raw body.',
    'There is no timestamp check: a captured delivery verifies for ever.',
  ],
  confirmed: false,
  mechanism: contentMechanism({
    algorithm: publicKeyAlgorithm('rsa-sha1'),
    signatureHeaders: [],
    encode: base64Of,
    read(parts) {
      const values = (parts.form() ?? []).filter(([name]) => name === SIGNATURE).map(([, value]) => value);
      const signature = soleValue('signature', values, SIGNATURE);
      const bytes = signature.value === null ? undefined : bytesFromBase64(signature.value);
      return {
        source: signature.value === null ? null : { name: SIGNATURE, value: signature.value },
        received: signature.value === null || bytes === undefined ? [] : [{ text: signature.value, bytes }],
        contents: [[{ role: 'form', name: null, bytes: contentOf(parts) }]],
        problem: firstProblem(signature, {
          problem: bytes === undefined ? { reason: 'malformed-signature', detail: SIGNATURE } : null,
        }),
      };
    },
    sign(request, signer) {
      const parts = requestParts(request);
      if (parts.form() === null) return fail({ kind: 'missing', part: 'a form of a usual size' });
      const signature = signer([{ role: 'form', name: null, bytes: contentOf(parts) }]);
      return ok({ headers: request.headers, body: withBodyField(request.body, SIGNATURE, signature) });
    },
  }),
  keyPair: 'rsa',
  detect: [[{ form: SIGNATURE }]],
  metadata: { eventType: [{ form: 'alert_name' }], deliveryId: [{ form: 'alert_id' }] },
});

/** `a:2:{s:4:"name";s:5:"value";…}`: PHP's `serialize` of the fields after `ksort`, every value as text. */
function contentOf(parts: RequestParts): Uint8Array {
  // As PHP reads a form: the last value of a repeated name counts.
  const fields = new Map((parts.form() ?? []).filter(([name]) => name !== SIGNATURE));
  const sorted = [...fields].sort(([a]: FormPair, [b]: FormPair) => (a < b ? -1 : 1));
  const text = (value: string) => `s:${value.length}:"${value}";`;
  const items = sorted.map(([name, value]) => text(name) + text(value)).join('');
  return latin1Bytes(`a:${fields.size}:{${items}}`);
}
