import { textOfByteString } from '../../bytes.ts';
import { asked, askedJson } from '../echo.ts';
import { answered, type Handshake, hmacSha256, newChallenge, unanswerable } from '../handshake.ts';
import { bodyHas, jsonChallenge, signableChallenge } from '../read-challenge.ts';

const scheme = 'zoom';
const name = 'Zoom URL validation';
const EVENT = 'endpoint.url_validation';

/** https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint */
export const zoomUrlValidation: Handshake = {
  scheme,
  name,
  methods: ['POST'],
  answer(parts, { secretsFor, crypto }) {
    if (!bodyHas(parts, EVENT) || parts.json('event') !== EVENT) return null;
    const token = signableChallenge(jsonChallenge(parts, 'payload.plainToken'));
    if (token === null) return null;
    const [secret] = secretsFor(scheme);
    if (secret === undefined) return unanswerable({ name }, 'the endpoint has no secret for it');
    const members = { plainToken: textOfByteString(token), encryptedToken: hmacSha256(secret, token, crypto).hex };
    return answered({ name }, { kind: 'json', members });
  },
  requests: (context) => [
    asked('POST', {
      ...askedJson({ event: EVENT, payload: { plainToken: newChallenge(context) }, event_ts: 0 }),
      signing: 'right',
    }),
  ],
};
