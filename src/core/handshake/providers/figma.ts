import { asked, askedJson } from '../echo.ts';
import { answered, type Handshake } from '../handshake.ts';
import { bodyHas } from '../read-challenge.ts';

const name = 'Figma PING';

/** https://developers.figma.com/docs/rest-api/webhooks-events/#ping */
export const figmaPing: Handshake = {
  scheme: 'figma',
  name,
  methods: ['POST'],
  answer(parts) {
    if (!bodyHas(parts, 'PING') || parts.json('event_type') !== 'PING') return null;
    const isIts = ['webhook_id', 'passcode', 'timestamp'].every((member) => parts.json(member) !== undefined);
    return isIts ? answered({ name }, { kind: 'nothing' }) : null;
  },
  requests: () => [
    asked('POST', {
      ...askedJson({ event_type: 'PING', passcode: '', timestamp: '2026-01-01T00:00:00Z', webhook_id: '1' }),
      signing: 'right',
    }),
  ],
};
