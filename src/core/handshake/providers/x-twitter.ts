import { asked } from '../echo.ts';
import { answered, type Handshake, hmacSha256, newChallenge, unanswerable } from '../handshake.ts';
import { queryChallenge, signableChallenge } from '../read-challenge.ts';

const scheme = 'x-twitter';
const name = 'X challenge response check';

/** https://docs.x.com/x-api/webhooks/quickstart#challenge-response-checks-crc */
export const xChallengeResponse: Handshake = {
  scheme,
  name,
  methods: ['GET'],
  answer(parts, { secretsFor, crypto }) {
    const token = signableChallenge(queryChallenge(parts, 'crc_token'));
    if (token === null) return null;
    const [secret] = secretsFor(scheme);
    if (secret === undefined) return unanswerable({ name }, 'the endpoint has no secret for it');
    const members = { response_token: `sha256=${hmacSha256(secret, token, crypto).base64}` };
    return answered({ name }, { kind: 'json', members });
  },
  requests: (context) => [asked('GET', { query: `crc_token=${newChallenge(context)}&nonce=${newChallenge(context)}` })],
};
