import { latin1Bytes, textOfByteString, utf8ByteString, utf8Bytes } from '../../bytes.ts';
import { asked } from '../echo.ts';
import { answered, type Handshake, newChallenge, unanswerable } from '../handshake.ts';
import { headerChallenge } from '../read-challenge.ts';

const scheme = 'asana';
const name = 'Asana handshake';
const HEADER = 'X-Hook-Secret';
/** The provider's have 32 characters. */
const MAX_SECRET_CHARS = 256;

/** https://developers.asana.com/docs/webhooks-guide#the-webhook-handshake */
export const asanaHandshake: Handshake = {
  scheme,
  name,
  methods: ['POST'],
  answer(parts, { secretsFor, mayKeep, crypto }) {
    const value = headerChallenge(parts, HEADER);
    if (value === null || value.length > MAX_SECRET_CHARS || parts.header('X-Hook-Signature').length > 0) return null;
    const echo = { kind: 'header', name: HEADER, value } as const;
    const isKnown = secretsFor(scheme).some((secret) => crypto.sameBytes(utf8Bytes(secret), latin1Bytes(value)));
    if (isKnown) return answered({ name }, echo);
    if (mayKeep(scheme)) return { ...answered({ name }, echo), keeps: textOfByteString(value) };
    return unanswerable({ name }, 'the endpoint has a secret already and does not await one');
  },
  // A handler keeps what it is sent: its own secret, so that it goes on verifying with it.
  requests(context) {
    const [secret] = context.secretsFor(scheme);
    return [
      asked('POST', { headers: [[HEADER, secret === undefined ? newChallenge(context) : utf8ByteString(secret)]] }),
    ];
  },
};
