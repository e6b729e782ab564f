import { latin1Bytes, utf8ByteString, utf8Bytes } from '../../bytes.ts';
import { percentEncoded } from '../../signature/percent.ts';
import { asked } from '../echo.ts';
import { answered, type Handshake, newChallenge, refused } from '../handshake.ts';
import { queryChallenge } from '../read-challenge.ts';

const name = 'Meta webhook verification';

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests */
export const metaVerification: Handshake = {
  scheme: 'meta-whatsapp',
  name,
  methods: ['GET'],
  answer(parts, { verifyTokens, crypto }) {
    const token = parts.query('hub.verify_token');
    const challenge = queryChallenge(parts, 'hub.challenge');
    const isOther = parts.query('hub.topic').length > 0;
    if (parts.query('hub.mode')[0] !== 'subscribe' || token.length !== 1 || challenge === null || isOther) return null;
    if (verifyTokens.length === 0) return refused({ name }, 403, 'the endpoint has no verify token');
    const given = latin1Bytes(token[0] ?? '');
    // Every token is compared, so that the time does not tell which one it is.
    const isKnown = verifyTokens.filter((known) => crypto.sameBytes(utf8Bytes(known), given)).length > 0;
    return isKnown
      ? answered({ name }, { kind: 'text', text: challenge })
      : refused({ name }, 403, 'its verify token is another');
  },
  requests(context) {
    const query = (token: string) =>
      `hub.mode=subscribe&hub.challenge=${newChallenge(context)}&hub.verify_token=${percentEncoded(utf8ByteString(token))}`;
    return [
      ...context.verifyTokens.slice(0, 1).map((token) => asked('GET', { query: query(token) })),
      asked('GET', { what: 'the handshake with another verify token', query: query(`not-${newChallenge(context)}`) }),
    ];
  },
};
