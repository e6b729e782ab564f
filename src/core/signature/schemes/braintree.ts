import { bytesFromHex, hexOf, latin1Bytes } from '../../bytes.ts';
import { fail, ok, type Result } from '../../result.ts';
import { codeMechanism } from '../code-mechanism.ts';
import { codeScheme } from '../code-scheme.ts';
import type { CryptoPort } from '../crypto-port.ts';
import { withBodyField } from '../form-fields.ts';
import { withIdentifier } from '../identified-secret.ts';
import { keyOf } from '../key.ts';
import { type RequestParts, requestParts } from '../request-parts.ts';
import { firstProblem, soleValue } from '../sole-value.ts';

const SIGNATURE = 'bt_signature';
const PAYLOAD = 'bt_payload';
/** More are an attempt to make us work. */
const MAX_PAIRS = 100;

interface Key {
  /** Selects the signature; null: any of them. */
  readonly publicKey: string | null;
  readonly bytes: Uint8Array;
}

export const braintree = codeScheme({
  id: 'braintree',
  name: 'Braintree',
  docs: 'https://developer.paypal.com/braintree/docs/guides/webhooks/parse',
  secretHint:
    'Public key, a colon and private key of the API keys; the private key alone verifies whichever public key the signature names.',
  notes: [
    'Only the form field bt_payload is signed.',
    'Form decoders may drop the payload’s last line feed, so it is tried with one too, as Braintree’s own library does.',
    'There is no timestamp outside the payload: a captured delivery verifies for ever.',
  ],
  mechanism: codeMechanism<Key>({
    strength: 'legacy',
    signatureHeaders: [],
    load,
    read(parts, _nowMs, crypto) {
      const signature = soleValue('signature', field(parts, SIGNATURE), SIGNATURE);
      const payload = soleValue('part', field(parts, PAYLOAD), PAYLOAD);
      const pairs = pairsOf(signature.value ?? '');
      const content = latin1Bytes(payload.value ?? '');
      return {
        source: signature.value === null ? null : { name: SIGNATURE, value: signature.value },
        received: pairs.map(({ text }) => text),
        content: [{ role: 'form', name: PAYLOAD, bytes: content }],
        url: null,
        timestamp: null,
        problem: firstProblem(
          signature,
          { problem: pairs.length > 0 ? null : { reason: 'malformed-signature', detail: SIGNATURE } },
          payload,
        ),
        objection: null,
        attempt({ publicKey, bytes: key }) {
          const candidates = pairs.filter((pair) => publicKey === null || pair.publicKey === publicKey);
          for (const ending of ['', '\n']) {
            const expected = crypto.hmac('sha1', key, [content, latin1Bytes(ending)]);
            if (candidates.some(({ bytes }) => crypto.sameBytes(expected, bytes))) {
              return { matches: true, expected: hexOf(expected) };
            }
          }
          return { matches: false, expected: hexOf(crypto.hmac('sha1', key, [content])) };
        },
      };
    },
    sign(request, secret, _nowMs, crypto) {
      const key = load(secret, crypto);
      if (!key.ok) return fail({ kind: 'secret', problem: key.failure });
      const parts = requestParts(request);
      const [payload] = field(parts, PAYLOAD);
      if (payload === undefined || payload === '') return fail({ kind: 'missing', part: `the form field ${PAYLOAD}` });
      const old = pairsOf(field(parts, SIGNATURE)[0] ?? '')[0];
      const publicKey = key.value.publicKey ?? old?.publicKey;
      if (publicKey === undefined)
        return fail({ kind: 'secret', problem: 'it lacks the public key and a colon before it' });
      const signature = hexOf(crypto.hmac('sha1', key.value.bytes, [latin1Bytes(payload)]));
      return ok({
        headers: request.headers,
        body: withBodyField(request.body, SIGNATURE, `${publicKey}|${signature}`),
      });
    },
  }),
  identifier: ['publicKey'],
  detect: [[{ form: SIGNATURE }, { form: PAYLOAD }]],
  delivery: { success: ['2xx'], deadlineMs: 30_000, source: 'memory', retry: null },
  handshake: {
    text: 'A GET with bt_challenge: answer with the public key, “|” and the hex HMAC-SHA1 of the challenge.',
    source: 'documented',
  },
});

function load(secret: string, crypto: CryptoPort): Result<Key, string> {
  const rule = { encoding: 'utf8', hash: 'sha1' } as const;
  const loaded = withIdentifier(secret, /^\w{1,100}$/, (text) => keyOf(rule, text, crypto));
  return loaded.ok ? ok({ publicKey: loaded.value.identifier, bytes: loaded.value.key }) : loaded;
}

function field(parts: RequestParts, name: string): readonly string[] {
  return (parts.form() ?? []).filter(([key]) => key === name).map(([, value]) => value);
}

/** `publicKey|hex&publicKey|hex`. */
function pairsOf(value: string) {
  return value.split('&', MAX_PAIRS).flatMap((item) => {
    const [publicKey = '', text = ''] = item.split('|', 2);
    const bytes = bytesFromHex(text);
    return publicKey !== '' && bytes?.length === 20 ? [{ publicKey, text, bytes }] : [];
  });
}
