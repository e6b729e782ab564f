import { createHash } from 'node:crypto';
import { AccessToken, WebhookReceiver } from 'livekit-server-sdk';
import { buffer, header, type OfficialLibrary, perSecret, returned, text } from '../official-library.ts';

const API_KEY = 'APItest42';
const apiSecretOf = (secret: string) => secret.slice(API_KEY.length + 1);
const receiverOf = perSecret((secret) => new WebhookReceiver(API_KEY, apiSecretOf(secret)));
const event = (name: string) =>
  `{"event":"room_started","id":"EV_42","createdAt":"1700000000","room":{"sid":"RM_1","name":"${name}"}}`;

export const livekit: OfficialLibrary = {
  package: 'livekit-server-sdk',
  scheme: 'livekit',
  secret: `${API_KEY}:a-secret-of-thirty-two-characters`,
  otherSecret: `${API_KEY}:another-secret-of-enough-characters`,
  headers: [['content-type', 'application/webhook+json']],
  bodies: {
    compact: event('hello'),
    unicode: event('Zoë 東京 🎉'),
    escapes: event('\\u00e9\\/<&>'),
    pretty: '{\r\n  "event": "room_started",\r\n  "id": "EV_42"\r\n}\r\n',
    large: event('lorem ipsum '.repeat(5400)),
  },
  verify: async (request, secret) =>
    returned(await receiverOf(secret).receive(text(request), header(request, 'authorization'))),
  sign: async (request, secret) => {
    const token = new AccessToken(API_KEY, apiSecretOf(secret));
    token.sha256 = createHash('sha256').update(buffer(request)).digest('base64');
    return [['Authorization', await token.toJwt()]];
  },
  differs: {
    'trailing junk': 'its base64url decoder passes over other characters',
    empty: 'it wants JSON',
    binary: 'it takes the body as text and wants JSON',
    'byte-order mark': 'it wants JSON without a mark',
  },
};
