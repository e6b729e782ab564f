import { firstHeader } from '../../http/headers.ts';
import { asked, askedJson } from '../echo.ts';
import { answered, type Handshake, newChallenge, refused } from '../handshake.ts';
import { bodyHas, jsonChallenge } from '../read-challenge.ts';

const scheme = 'twitch';
const name = 'Twitch callback verification';
const TYPE = 'webhook_callback_verification';

/** https://dev.twitch.tv/docs/eventsub/handling-webhook-events/#responding-to-a-challenge-request */
export const twitchVerification: Handshake = {
  scheme,
  name,
  methods: ['POST'],
  answer(parts, { verdict }) {
    if (firstHeader(parts.request.headers, 'twitch-eventsub-message-type') !== TYPE) return null;
    const challenge = bodyHas(parts, 'challenge') ? jsonChallenge(parts, 'challenge') : null;
    if (challenge === null) return null;
    if (verdict(scheme) === 'failed') return refused({ name }, 403, 'its signature failed');
    return answered({ name }, { kind: 'text', text: challenge });
  },
  requests: (context) => [
    asked('POST', {
      ...askedJson({ challenge: newChallenge(context), subscription: { status: TYPE } }, [
        ['Twitch-Eventsub-Message-Type', TYPE],
        ['Twitch-Eventsub-Message-Id', newChallenge(context)],
        ['Twitch-Eventsub-Message-Timestamp', '2026-01-01T00:00:00Z'],
      ]),
      signing: 'right',
    }),
  ],
};
