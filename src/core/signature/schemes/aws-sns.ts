import { base64Of, bytesFromBase64, latin1Bytes, utf8Bytes } from '../../bytes.ts';
import { withJsonValue } from '../../json-splice.ts';
import { fail, ok } from '../../result.ts';
import { keysFor } from '../asymmetric-keys.ts';
import { type Attempt, codeMechanism } from '../code-mechanism.ts';
import { codeScheme } from '../code-scheme.ts';
import type { AsymmetricKey } from '../crypto-port.ts';
import { retryPolicy } from '../delivery.ts';
import { jsonAt, type RequestParts, requestParts } from '../request-parts.ts';
import type { Problem } from '../signature-field.ts';
import type { ContentPart } from '../signed-content.ts';
import { firstProblem, soleValue } from '../sole-value.ts';

const algorithms = { '1': 'rsa-sha1', '2': 'rsa-sha256' } as const;
type Version = keyof typeof algorithms;

/** Anybody can write a URL into the body: only Amazon's own hosts hold Amazon's certificates. */
const CERTIFICATE_URL = /^https:\/\/sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(\.cn)?\/[^\s?#]*\.pem$/;

const CERTIFICATE_HOST = /^sns\.[a-z0-9-]{3,}\.amazonaws\.com(\.cn)?$/;
/** Where Amazon puts them. Narrower than the rule above: what is fetched there is not to be chosen by whoever writes a request. */
const CERTIFICATE_PATH = /^\/SimpleNotificationService[\w-]{0,100}\.pem$/;
/** The names in them: `sns.amazonaws.com`, or that of a region. */
const CERTIFICATE_NAME = /^sns(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/;

const notification = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];
const confirmation = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

export const awsSns = codeScheme({
  id: 'aws-sns',
  name: 'Amazon SNS',
  docs: 'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
  secretHint:
    'The certificate at the message’s SigningCertURL (PEM); to sign test requests, an RSA private key of your own (PEM).',
  notes: [
    'Named fields of the JSON body are signed. Raw message delivery carries no signature.',
    'A pasted certificate is used for its key alone; of a fetched one dates and name are checked too.',
    'Amazon’s own validators check neither Timestamp nor TopicArn: compare the topic in your handler.',
  ],
  headers: ['X-Amz-Sns-Message-Type'],
  mechanism: codeMechanism<readonly AsymmetricKey[]>({
    strength: 'full',
    signatureHeaders: [],
    load: (secret, crypto) => keysFor('rsa-sha256', secret, crypto),
    keyUrl(parts) {
      const url = text(parts, 'SigningCertURL');
      return url !== undefined && CERTIFICATE_URL.test(url) ? url : null;
    },
    keySource(parts) {
      const url = text(parts, 'SigningCertURL');
      if (url === undefined || !CERTIFICATE_URL.test(url)) return null;
      if (!CERTIFICATE_PATH.test(url.slice(url.indexOf('/', 'https://'.length)))) return null;
      return { url, host: CERTIFICATE_HOST, form: { kind: 'certificate', name: CERTIFICATE_NAME }, keyId: null };
    },
    read(parts, nowMs) {
      const value = text(parts, 'Signature');
      const signature = soleValue('signature', value === undefined ? [] : [value], 'Signature');
      const bytes = signature.value === null ? undefined : bytesFromBase64(signature.value);
      const version = versionOf(parts);
      const certificate = text(parts, 'SigningCertURL') ?? '';
      const { content, problem } = contentOf(parts);
      const stamp = text(parts, 'Timestamp');
      const atMs = stamp === undefined ? Number.NaN : Date.parse(stamp);
      return {
        source: signature.value === null ? null : { name: 'Signature', value: signature.value },
        received: signature.value === null ? [] : [signature.value],
        content,
        url: null,
        timestamp:
          stamp === undefined
            ? null
            : {
                source: 'Timestamp',
                raw: stamp,
                atMs: Number.isNaN(atMs) ? null : atMs,
                ageSeconds: Number.isNaN(atMs) ? null : (nowMs - atMs) / 1000,
                toleranceSeconds: null,
                covered: true,
              },
        problem: firstProblem(
          signature,
          { problem: bytes === undefined ? { reason: 'malformed-signature', detail: 'Signature' } : null },
          { problem: version === null ? { reason: 'unknown-version', detail: 'SignatureVersion' } : null },
          {
            problem: CERTIFICATE_URL.test(certificate)
              ? null
              : { reason: 'untrusted-key-url', detail: 'SigningCertURL' },
          },
          { problem },
        ),
        objection: null,
        attempt(keys): Attempt {
          if (bytes === undefined || version === null) return { matches: false, expected: null };
          const signed = content.map((part) => part.bytes);
          return { matches: keys.some((key) => key.verify(algorithms[version], signed, bytes)), expected: null };
        },
      };
    },
    sign(request, secret, nowMs, crypto) {
      const keys = keysFor('rsa-sha256', secret, crypto);
      if (!keys.ok) return fail({ kind: 'secret', problem: keys.failure });
      const sign = keys.value.find((key) => key.sign !== null)?.sign ?? null;
      if (sign === null) return fail({ kind: 'secret', problem: 'it is a public key, which verifies but cannot sign' });
      const old = requestParts(request);
      const version = versionOf(old) ?? '2';
      const certificate = text(old, 'SigningCertURL') ?? '';
      const stamped: readonly (readonly [string, string])[] = [
        ['Timestamp', new Date(Math.floor(nowMs)).toISOString()],
        ['SignatureVersion', version],
        ...(CERTIFICATE_URL.test(certificate)
          ? []
          : [['SigningCertURL', 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-test.pem'] as const]),
      ];
      let body: Uint8Array | null = request.body;
      for (const [name, value] of stamped) if (body !== null) body = withJsonValue(body, name, value);
      if (body === null) return fail({ kind: 'missing', part: 'a JSON body' });
      const { content, problem } = contentOf(requestParts({ ...request, body }));
      if (problem !== null) return fail({ kind: 'missing', part: `“${problem.detail}” in the body` });
      const signature = base64Of(
        sign(
          algorithms[version],
          content.map((part) => part.bytes),
        ),
      );
      const signed = withJsonValue(body, 'Signature', signature);
      return signed === null
        ? fail({ kind: 'missing', part: 'a JSON body' })
        : ok({ headers: request.headers, body: signed });
    },
  }),
  keyPair: 'rsa',
  detect: [[{ header: 'x-amz-sns-message-type' }], [{ json: 'SigningCertURL' }, { json: 'TopicArn' }]],
  timestampIn: 'Timestamp in the body',
  metadata: {
    eventType: [{ header: 'x-amz-sns-message-type' }, { json: 'Type' }],
    deliveryId: [{ header: 'x-amz-sns-message-id' }, { json: 'MessageId' }],
  },
  delivery: {
    success: ['2xx'],
    deadlineMs: 15_000,
    source: 'memory',
    retry: retryPolicy({ delaysSeconds: [20, 20, 20], source: 'memory' }),
  },
  handshake: {
    text: 'A message of type SubscriptionConfirmation: open its SubscribeURL, and only on a host of the provider’s.',
    source: 'documented',
  },
});

/** Only text counts: the signed content is made of texts. */
function text(parts: RequestParts, name: string): string | undefined {
  const value = jsonAt(parts.jsonBody(), name);
  return typeof value === 'string' ? value : undefined;
}

function versionOf(parts: RequestParts): Version | null {
  const version = text(parts, 'SignatureVersion');
  return version === '1' || version === '2' ? version : null;
}

/** `name\nvalue\n` for each signed field, in order of the names; Subject only where the message has one. */
function contentOf(parts: RequestParts): {
  readonly content: readonly ContentPart[];
  readonly problem: Problem | null;
} {
  const names = text(parts, 'Type') === 'Notification' ? notification : confirmation;
  const content: ContentPart[] = [];
  for (const name of names) {
    const value = text(parts, name);
    if (value === undefined && name === 'Subject') continue;
    if (value === undefined) return { content: [], problem: { reason: 'missing-part', detail: name } };
    content.push(
      { role: 'literal', name: null, bytes: latin1Bytes(`${name}\n`) },
      { role: name === 'Timestamp' ? 'timestamp' : 'field', name, bytes: utf8Bytes(value) },
      { role: 'literal', name: null, bytes: latin1Bytes('\n') },
    );
  }
  return { content, problem: null };
}
