import { bytesFromHex, hexOf, latin1Bytes } from '../../bytes.ts';
import { queryOfTarget } from '../../http/message.ts';
import { fail, ok, type Result } from '../../result.ts';
import { codeMechanism } from '../code-mechanism.ts';
import { codeScheme } from '../code-scheme.ts';
import type { CryptoPort } from '../crypto-port.ts';
import { type FormPair, parseQuery } from '../form.ts';
import { withQueryField } from '../form-fields.ts';
import { withIdentifier } from '../identified-secret.ts';
import { keyOf } from '../key.ts';
import type { SignedRequest } from '../request-parts.ts';
import { firstProblem, soleValue } from '../sole-value.ts';

const ways = ['MD5HASH', 'MD5HMAC', 'SHA1HMAC', 'SHA256HMAC', 'SHA512HMAC'] as const;
type Way = (typeof ways)[number];
const hashes = { MD5HMAC: 'md5', SHA1HMAC: 'sha1', SHA256HMAC: 'sha256', SHA512HMAC: 'sha512' } as const;
const lengths: Readonly<Record<Way, number>> = {
  MD5HASH: 16,
  MD5HMAC: 16,
  SHA1HMAC: 20,
  SHA256HMAC: 32,
  SHA512HMAC: 64,
};
const SIGNATURE = 'sig';

interface Key {
  /** null: whichever has the received signature's length. */
  readonly way: Way | null;
  readonly bytes: Uint8Array;
}

export const vonageSmsSig = codeScheme({
  id: 'vonage-sms-sig',
  name: 'Vonage SMS (signed query)',
  docs: 'https://developer.vonage.com/en/getting-started/concepts/signing-messages',
  secretHint:
    'The signature secret as text; with the algorithm of the account settings and a colon before it (“SHA256HMAC:secret”) only that one counts. MD5HASH, MD5HMAC, SHA1HMAC, SHA256HMAC, SHA512HMAC.',
  notes: [
    'The sorted query parameters are signed, with “&” and “=” in values written as “_”; a body is not.',
    'Vonage names no window for the timestamp: a captured delivery verifies for ever.',
  ],
  mechanism: codeMechanism<Key>({
    strength: 'full',
    signatureHeaders: [],
    load,
    read(parts, nowMs, crypto) {
      const signature = soleValue('signature', parts.query(SIGNATURE), SIGNATURE);
      const stamp = soleValue('timestamp', parts.query('timestamp'), 'timestamp');
      const bytes = signature.value === null ? undefined : bytesFromHex(signature.value);
      const wellFormed = bytes !== undefined && Object.values(lengths).includes(bytes.length);
      const content = contentOf(parts.request);
      const at = stamp.value !== null && /^\d{1,12}$/.test(stamp.value) ? Number(stamp.value) : null;
      return {
        source: signature.value === null ? null : { name: SIGNATURE, value: signature.value },
        received: signature.value === null ? [] : [signature.value],
        content: [{ role: 'form', name: null, bytes: content ?? new Uint8Array(0) }],
        url: null,
        timestamp:
          stamp.value === null
            ? null
            : {
                source: 'timestamp',
                raw: stamp.value,
                atMs: at === null ? null : at * 1000,
                ageSeconds: at === null ? null : Math.floor(nowMs / 1000) - at,
                toleranceSeconds: null,
                covered: true,
              },
        problem: firstProblem(
          signature,
          { problem: wellFormed ? null : { reason: 'malformed-signature', detail: SIGNATURE } },
          stamp,
          { problem: content === null ? { reason: 'missing-part', detail: 'a query of a usual size' } : null },
        ),
        objection: null,
        attempt({ way, bytes: key }) {
          if (bytes === undefined || content === null) return { matches: false, expected: null };
          const tried = way === null ? ways.filter((one) => lengths[one] === bytes.length) : [way];
          const values = tried.map((one) => compute(one, key, content, crypto));
          const matching = values.find((value) => crypto.sameBytes(value, bytes));
          const shown = matching ?? values[0];
          return { matches: matching !== undefined, expected: shown === undefined ? null : hexOf(shown) };
        },
      };
    },
    sign(request, secret, nowMs, crypto) {
      const key = load(secret, crypto);
      if (!key.ok) return fail({ kind: 'secret', problem: key.failure });
      if (request.url === null) return fail({ kind: 'missing', part: 'the public URL' });
      const url = withQueryField(request.url, 'timestamp', String(Math.floor(nowMs / 1000)));
      const content = contentOf({ ...request, url });
      if (content === null) return fail({ kind: 'missing', part: 'a query of a usual size' });
      const signature = hexOf(compute(key.value.way ?? 'SHA256HMAC', key.value.bytes, content, crypto));
      return ok({ headers: request.headers, url: withQueryField(url, SIGNATURE, signature) });
    },
  }),
  identifier: ['algorithm'],
  detect: [[{ query: SIGNATURE }, { query: 'timestamp' }]],
  metadata: { deliveryId: [] },
});

function load(secret: string, crypto: CryptoPort): Result<Key, string> {
  const loaded = withIdentifier(secret, new RegExp(`^(${ways.join('|')})$`), (text) => keyOf(undefined, text, crypto));
  if (!loaded.ok) return loaded;
  const { identifier, key } = loaded.value;
  return ok({ way: ways.find((way) => way === identifier) ?? null, bytes: key });
}

/** `&name=value` for every parameter but the signature, sorted by name. */
function contentOf(request: SignedRequest): Uint8Array | null {
  const pairs = parseQuery(queryOfTarget(request.url ?? request.target));
  if (pairs === null) return null;
  const signed = pairs
    .filter(([name]) => name !== SIGNATURE)
    .sort(([a]: FormPair, [b]: FormPair) => (a < b ? -1 : a > b ? 1 : 0));
  return latin1Bytes(signed.map(([name, value]) => `&${name}=${value.replace(/[&=]/g, '_')}`).join(''));
}

function compute(way: Way, key: Uint8Array, content: Uint8Array, crypto: CryptoPort): Uint8Array {
  return way === 'MD5HASH' ? crypto.hash('md5', [content, key]) : crypto.hmac(hashes[way], key, [content]);
}
