import { hexOf, latin1Bytes, utf8Bytes } from '../../bytes.ts';
import { asked } from '../echo.ts';
import { answered, type Handshake, newChallenge, unanswerable } from '../handshake.ts';
import { queryChallenge } from '../read-challenge.ts';

const name = 'eBay endpoint challenge';

/** https://developer.ebay.com/marketplace-account-deletion#responding-to-the-challenge */
export const ebayChallenge: Handshake = {
  scheme: 'ebay',
  name,
  methods: ['GET'],
  answer(parts, { verifyTokens, publicUrl, crypto }) {
    const code = queryChallenge(parts, 'challenge_code');
    if (code === null) return null;
    const [token] = verifyTokens;
    if (token === undefined) return unanswerable({ name }, 'the endpoint has no verify token');
    if (publicUrl === null) return unanswerable({ name }, 'the endpoint has no public URL');
    const challengeResponse = hexOf(crypto.hash('sha256', [latin1Bytes(code), utf8Bytes(token), utf8Bytes(publicUrl)]));
    return answered({ name }, { kind: 'json', members: { challengeResponse } });
  },
  requests: (context) => [asked('GET', { query: `challenge_code=${newChallenge(context)}` })],
};
