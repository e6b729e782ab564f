import { latin1Bytes, utf8Bytes } from '../../src/core/bytes.ts';
import type { KeyKind } from '../../src/core/signature/crypto-port.ts';
import type { SignedRequest } from '../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';

/** How a scheme in code is tried: the secret that signs, the one that only verifies, and a request it signs. */
export interface CodeSample {
  readonly secret: string;
  /** null: a shared secret, which does both. */
  readonly publicSecret: string | null;
  readonly otherSecret: string;
  readonly request: SignedRequest;
  /** Whether the signature covers every byte of the body. */
  readonly coversBody: boolean;
  readonly coversUrl: boolean;
}

function pairOf(kind: KeyKind) {
  return { own: nodeCrypto.newKeyPair(kind), other: nodeCrypto.newKeyPair(kind) };
}

const pairs = { rsa: pairOf('rsa'), p256: pairOf('p256'), ed25519: pairOf('ed25519') };

const URL_SENT = 'https://hooks.example.com/in/app?b=2&a=1';
const post: SignedRequest = {
  method: 'POST',
  target: '/in/app?b=2&a=1',
  url: URL_SENT,
  headers: [['Content-Type', 'application/json']],
  body: utf8Bytes('{"id":"evt_1","text":"h\u00e9llo"}'),
};

const withBody = (body: string, type = 'application/json'): SignedRequest => ({
  ...post,
  headers: [['Content-Type', type]],
  body: utf8Bytes(body),
});
const plus = (request: SignedRequest, name: string, value: string): SignedRequest => ({
  ...request,
  headers: [...request.headers, [name, value]],
});
const form = (body: string) => withBody(body, 'application/x-www-form-urlencoded');

type Options = Partial<Pick<CodeSample, 'request' | 'coversBody' | 'coversUrl'>> & { readonly before?: string };

function shared({ before = '', ...options }: Options = {}): CodeSample {
  const secret = `${before}a shared secret`;
  const otherSecret = `${before}another secret`;
  return { secret, publicSecret: null, otherSecret, request: post, coversBody: true, coversUrl: false, ...options };
}

function pair(kind: keyof typeof pairs, { before = '', ...options }: Options = {}): CodeSample {
  const { own, other } = pairs[kind];
  return {
    secret: before + own.secret,
    publicSecret: before + own.publicKey,
    otherSecret: before + other.publicKey,
    request: post,
    coversBody: true,
    coversUrl: false,
    ...options,
  };
}

const message =
  '{"Type":"Notification","MessageId":"m-1","TopicArn":"arn:aws:sns:eu-west-1:123456789012:T","Message":"h\u00e9llo",' +
  '"Timestamp":"2020-01-01T00:00:00.000Z","SignatureVersion":"2",' +
  '"SigningCertURL":"https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem"}';
const multipart = [
  '--b0',
  'Content-Disposition: form-data; name="json"',
  '',
  '{"event":{"event_time":"1","event_type":"signature_request_sent","event_hash":"0"}}',
  '--b0--',
  '',
].join('\r\n');

export const codeSamples: Readonly<Record<string, CodeSample>> = {
  'standard-webhooks-v1a': pair('ed25519'),
  rfc9421: pair('rsa', { coversUrl: true }),
  telnyx: pair('ed25519'),
  fal: pair('ed25519'),
  sendgrid: pair('p256'),
  wise: pair('rsa'),
  circle: pair('p256'),
  fireblocks: pair('rsa'),
  travis: pair('rsa', {
    request: plus(form('payload=%7B%22id%22%3A1%7D'), 'Travis-Repo-Slug', 'me/it'),
    coversBody: false,
  }),
  ebay: pair('p256'),
  'aws-sns': pair('rsa', { request: withBody(message), coversBody: false }),
  paypal: pair('rsa', { before: 'WH1234567\n' }),
  'paddle-classic': pair('rsa', { request: form('alert_name=x&b=2&a=%C3%A9'), coversBody: false }),
  netlify: shared(),
  'vonage-jwt': shared(),
  messagebird: shared({ coversUrl: true }),
  livekit: shared({ before: 'APIkey1:' }),
  plaid: pair('p256'),
  kinde: pair('rsa', { request: { ...post, headers: [['Content-Type', 'application/jwt']] }, coversBody: false }),
  fusionauth: pair('p256'),
  'upstash-qstash': shared({ coversUrl: true }),
  monday: shared({ request: withBody('{"event":{"type":"create_item"}}'), coversBody: false, coversUrl: true }),
  'google-pubsub': pair('rsa', {
    request: withBody('{"subscription":"s","message":{"messageId":"1"}}'),
    coversBody: false,
    coversUrl: true,
  }),
  'google-chat': pair('rsa', {
    before: '1234567890\n',
    request: plus(post, 'User-Agent', 'Google-Dynamite'),
    coversBody: false,
  }),
  'jira-connect': shared({
    request: plus(post, 'Authorization', `JWT ${tokenOf({ iss: 'client-key' })}`),
    coversBody: false,
  }),
  'twilio-json': shared({ coversUrl: true }),
  'plivo-v3': shared({ request: form('CallUUID=1&Event=x%20y'), coversBody: false, coversUrl: true }),
  'vonage-sms-sig': shared({
    request: { ...post, method: 'GET', body: new Uint8Array(0) },
    coversBody: false,
    coversUrl: true,
  }),
  contentful: shared(),
  braintree: shared({
    before: 'pub_1:',
    request: form('bt_signature=&bt_payload=PG5vdGlmaWNhdGlvbj4%3D%0A'),
    coversBody: false,
  }),
  'dropbox-sign': shared({
    request: plus(withBody(multipart, 'multipart/form-data; boundary=b0'), 'User-Agent', 'HelloSign API'),
    coversBody: false,
  }),
  wechat: shared({ coversBody: false }),
  figma: shared({ request: withBody('{"event_type":"FILE_UPDATE","passcode":"x"}'), coversBody: false }),
  'microsoft-graph': shared({
    request: withBody('{"value":[{"clientState":"x","id":"1"},{"clientState":"x","id":"2"}]}'),
    coversBody: false,
  }),
};

function tokenOf(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part(claims)}.${Buffer.from(latin1Bytes('none')).toString('base64url')}`;
}
