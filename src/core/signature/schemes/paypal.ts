import { base64Of, bytesFromBase64, latin1Bytes } from '../../bytes.ts';
import { fail, ok, type Result } from '../../result.ts';
import { keysFor } from '../asymmetric-keys.ts';
import { type Attempt, codeMechanism } from '../code-mechanism.ts';
import { codeScheme } from '../code-scheme.ts';
import { crc32 } from '../crc32.ts';
import type { AsymmetricKey, CryptoPort } from '../crypto-port.ts';
import { retryPolicy } from '../delivery.ts';
import { withIdentifier } from '../identified-secret.ts';
import { newId, placeHeader } from '../recipe-sign.ts';
import { type RequestParts, requestParts } from '../request-parts.ts';
import type { ContentPart } from '../signed-content.ts';
import { firstProblem, soleHeader } from '../sole-value.ts';
import { ageSeconds, windowProblem } from '../timestamp.ts';

const SIGNATURE = 'PayPal-Transmission-Sig';
const ID = 'PayPal-Transmission-Id';
const TIME = 'PayPal-Transmission-Time';
const CERTIFICATE = 'PayPal-Cert-Url';
const ALGORITHM = 'PayPal-Auth-Algo';
const window = { in: 'header', name: TIME, unit: 'iso', toleranceSeconds: 300 } as const;

/** Anybody can write a URL into a header: only PayPal's own hosts hold PayPal's certificates. */
const CERTIFICATE_URL = /^https:\/\/([a-zA-Z0-9-]+\.)*paypal\.com\/[^\s?#]*$/;

const CERTIFICATE_HOST = /^api(-m)?(\.sandbox)?\.paypal\.com$/;
/** Where PayPal puts them. Narrower than the rule above: what is fetched is not to be chosen by whoever writes a request. */
const CERTIFICATE_PLACE = /^https:\/\/api(-m)?(\.sandbox)?\.paypal\.com\/v1\/notifications\/certs\/CERT-[\w-]{1,100}$/;
/** The name in them: `messageverificationcerts.paypal.com`, or that of the sandbox. */
const CERTIFICATE_NAME = /^([a-z0-9-]+\.)+paypal\.com$/;
const WEBHOOK_ID = /^\w{1,100}$/;

interface Key {
  readonly webhookId: string;
  readonly keys: readonly AsymmetricKey[];
}

export const paypal = codeScheme({
  id: 'paypal',
  name: 'PayPal',
  docs: 'https://developer.paypal.com/api/rest/webhooks/rest/#message-verification',
  secretHint:
    'The webhook id; below it the certificate at the request’s PAYPAL-CERT-URL (PEM), unless it is to be fetched; to sign test requests, an RSA private key of your own (PEM) in its place.',
  notes: [
    'Of the body only its CRC-32 is signed, and anybody can make another body with the same one.',
    'PayPal names no window for the time; 300 s either way is used here.',
    'A pasted certificate is used for its key alone; of a fetched one dates, name and the chain that comes with it are checked too.',
  ],
  headers: [ID, TIME, CERTIFICATE, ALGORITHM],
  mechanism: codeMechanism<Key>({
    strength: 'full',
    signatureHeaders: [SIGNATURE],
    load,
    keyUrl(parts) {
      const [url = ''] = parts.header(CERTIFICATE);
      return CERTIFICATE_URL.test(url) ? url : null;
    },
    keySource(parts) {
      const certificate = soleHeader('part', parts, CERTIFICATE).value ?? '';
      if (!CERTIFICATE_PLACE.test(certificate)) return null;
      return {
        url: certificate,
        host: CERTIFICATE_HOST,
        form: { kind: 'certificate', name: CERTIFICATE_NAME },
        keyId: null,
        identifier: { shape: WEBHOOK_ID, required: true },
      };
    },
    needsSecret: true,
    read(parts, nowMs) {
      const signature = soleHeader('signature', parts, SIGNATURE);
      const bytes = signature.value === null ? undefined : bytesFromBase64(signature.value);
      const id = soleHeader('part', parts, ID);
      const time = soleHeader('timestamp', parts, TIME);
      const certificate = soleHeader('part', parts, CERTIFICATE);
      const algorithm = soleHeader('part', parts, ALGORITHM);
      const isIso = time.value !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(time.value);
      const parsed = isIso ? Date.parse(time.value ?? '') : Number.NaN;
      const atMs = Number.isNaN(parsed) ? null : parsed;
      const whole = id.value !== null && time.value !== null;
      return {
        source: signature.value === null ? null : { name: SIGNATURE, value: signature.value },
        received: signature.value === null ? [] : [signature.value],
        content: whole ? contentOf(id.value, time.value, null, parts) : [],
        url: null,
        timestamp:
          time.value === null
            ? null
            : {
                source: TIME,
                raw: time.value,
                atMs,
                ageSeconds: atMs === null ? null : ageSeconds(atMs, nowMs, 'iso'),
                toleranceSeconds: window.toleranceSeconds,
                covered: true,
              },
        problem: firstProblem(
          signature,
          { problem: bytes === undefined ? { reason: 'malformed-signature', detail: SIGNATURE } : null },
          algorithm,
          { problem: algorithm.value === 'SHA256withRSA' ? null : { reason: 'unknown-version', detail: ALGORITHM } },
          certificate,
          {
            problem: CERTIFICATE_URL.test(certificate.value ?? '')
              ? null
              : { reason: 'untrusted-key-url', detail: CERTIFICATE },
          },
          id,
          time,
          { problem: atMs === null ? { reason: 'malformed-timestamp', detail: TIME } : null },
        ),
        objection: windowProblem(window, atMs, nowMs),
        attempt({ webhookId, keys }): Attempt | null {
          if (keys.length === 0) return null;
          if (bytes === undefined || !whole) return { matches: false, expected: null };
          const content = contentOf(id.value, time.value, webhookId, parts);
          const signed = content.map((part) => part.bytes);
          return { matches: keys.some((key) => key.verify('rsa-sha256', signed, bytes)), expected: null, content };
        },
      };
    },
    sign(request, secret, nowMs, crypto) {
      const key = load(secret, crypto);
      if (!key.ok) return fail({ kind: 'secret', problem: key.failure });
      if (key.value.keys.length === 0) return fail({ kind: 'secret', problem: 'it is only the webhook id' });
      const sign = key.value.keys.find((each) => each.sign !== null)?.sign ?? null;
      if (sign === null) return fail({ kind: 'secret', problem: 'it is a public key, which verifies but cannot sign' });
      const parts = requestParts(request);
      const id = soleHeader('part', parts, ID).value ?? newId(crypto);
      const time = `${new Date(Math.floor(nowMs)).toISOString().slice(0, 19)}Z`;
      const content = contentOf(id, time, key.value.webhookId, parts);
      const [certificate = ''] = parts.header(CERTIFICATE);
      let headers = placeHeader(request.headers, ID, id);
      headers = placeHeader(headers, TIME, time);
      headers = placeHeader(headers, ALGORITHM, 'SHA256withRSA');
      if (!CERTIFICATE_URL.test(certificate) || parts.header(CERTIFICATE).length > 1) {
        headers = placeHeader(headers, CERTIFICATE, 'https://api.paypal.com/v1/notifications/certs/CERT-test');
      }
      const signature = base64Of(
        sign(
          'rsa-sha256',
          content.map((part) => part.bytes),
        ),
      );
      return ok({ headers: placeHeader(headers, SIGNATURE, signature) });
    },
  }),
  identifier: ['webhookId'],
  identifierRequired: true,
  keyPair: 'rsa',
  detect: [[{ header: 'paypal-transmission-sig' }]],
  timestampIn: 'header PayPal-Transmission-Time',
  metadata: { eventType: [{ json: 'event_type' }], deliveryId: [{ json: 'id' }] },
  delivery: {
    success: ['2xx'],
    deadlineMs: null,
    source: 'memory',
    retry: retryPolicy({ attempts: 26, withinSeconds: 259_200, source: 'memory' }),
  },
});

function load(secret: string, crypto: CryptoPort): Result<Key, string> {
  const loaded = withIdentifier(secret, WEBHOOK_ID, (text) => keysFor('rsa-sha256', text, crypto));
  // The certificate comes from where PayPal publishes it.
  if (!loaded.ok && WEBHOOK_ID.test(secret.trim())) return ok({ webhookId: secret.trim(), keys: [] });
  if (!loaded.ok) return loaded;
  const { identifier, key } = loaded.value;
  return identifier === null
    ? fail('it lacks the webhook id on a line before the certificate')
    : ok({ webhookId: identifier, keys: key });
}

function contentOf(id: string, time: string, webhookId: string | null, parts: RequestParts): readonly ContentPart[] {
  const bar: ContentPart = { role: 'literal', name: null, bytes: latin1Bytes('|') };
  const checksum = latin1Bytes(String(crc32(parts.request.body)));
  return [
    { role: 'header', name: ID, bytes: latin1Bytes(id) },
    bar,
    { role: 'timestamp', name: TIME, bytes: latin1Bytes(time) },
    bar,
    { role: 'field', name: 'webhook id', bytes: latin1Bytes(webhookId ?? '') },
    bar,
    { role: 'field', name: 'CRC-32 of the body', bytes: checksum },
  ];
}
