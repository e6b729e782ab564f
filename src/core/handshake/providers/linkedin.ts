import { textOfByteString } from '../../bytes.ts';
import { asked } from '../echo.ts';
import { answered, type Handshake, hmacSha256, newChallenge, unanswerable } from '../handshake.ts';
import { queryChallenge, signableChallenge } from '../read-challenge.ts';

const scheme = 'linkedin';
const name = 'LinkedIn validation';

/** https://learn.microsoft.com/linkedin/shared/api-guide/webhook-validation */
export const linkedinValidation: Handshake = {
  scheme,
  name,
  methods: ['GET'],
  answer(parts, { secretsFor, crypto }) {
    const code = signableChallenge(queryChallenge(parts, 'challengeCode'));
    if (code === null) return null;
    const [secret] = secretsFor(scheme);
    if (secret === undefined) return unanswerable({ name }, 'the endpoint has no secret for it');
    const members = { challengeCode: textOfByteString(code), challengeResponse: hmacSha256(secret, code, crypto).hex };
    return answered({ name }, { kind: 'json', members });
  },
  requests: (context) => [asked('GET', { query: `challengeCode=${newChallenge(context)}&applicationId=1` })],
};
