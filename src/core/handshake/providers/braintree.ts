import { hexOf, latin1Bytes, utf8Bytes } from '../../bytes.ts';
import { asked } from '../echo.ts';
import { answered, type Handshake, newChallenge, unanswerable } from '../handshake.ts';
import { queryChallenge } from '../read-challenge.ts';

const scheme = 'braintree';
const name = 'Braintree challenge';

/** https://developer.paypal.com/braintree/docs/guides/webhooks/create#verification */
export const braintreeChallenge: Handshake = {
  scheme,
  name,
  methods: ['GET'],
  answer(parts, { secretsFor, crypto }) {
    const challenge = queryChallenge(parts, 'bt_challenge');
    if (challenge === null || !/^[0-9a-f]{20,32}$/.test(challenge)) return null;
    const pair = secretsFor(scheme)
      .map((secret) => /^(\w{1,100}):(.+)$/s.exec(secret))
      .find((found) => found !== null);
    if (pair === undefined) return unanswerable({ name }, 'the endpoint has no secret with the public key before it');
    const [, publicKey = '', privateKey = ''] = pair;
    const key = crypto.hash('sha1', [utf8Bytes(privateKey)]);
    const text = `${publicKey}|${hexOf(crypto.hmac('sha1', key, [latin1Bytes(challenge)]))}`;
    return answered({ name }, { kind: 'text', text });
  },
  requests: (context) => [asked('GET', { query: `bt_challenge=${newChallenge(context)}` })],
};
