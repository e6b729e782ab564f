import { firstHeader } from '../../http/headers.ts';
import { asked, askedJson } from '../echo.ts';
import { answered, type Handshake, refused } from '../handshake.ts';
import { bodyHas } from '../read-challenge.ts';

const scheme = 'discord';
const name = 'Discord PING';

/**
 * https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint: 1 is an interaction's; 0 a webhook event's,
 * answered with an empty 204.
 */
export const discordPing: Handshake = {
  scheme,
  name,
  methods: ['POST'],
  answer(parts, { verdict }) {
    if (firstHeader(parts.request.headers, 'x-signature-ed25519') === undefined || !bodyHas(parts, '"type"'))
      return null;
    const type = parts.jsonAt('type');
    // An interaction that is one has data or a token of a message; an event's holds the event.
    const isPing = type === 1 ? parts.jsonAt('data') === undefined : type === 0 && parts.jsonAt('event') === undefined;
    if (!isPing) return null;
    if (verdict(scheme) === 'failed') return refused({ name }, 401, 'its signature is wrong, as some are on purpose');
    return type === 1
      ? answered({ name }, { kind: 'json', members: { type: 1 } })
      : answered({ name }, { kind: 'nothing' }, 204);
  },
  requests() {
    const signed = (type: number) =>
      askedJson({ version: 1, application_id: '1', type }, [
        ['X-Signature-Ed25519', '00'.repeat(64)],
        ['X-Signature-Timestamp', '0'],
      ]);
    return [
      asked('POST', { ...signed(1), what: 'a PING', signing: 'right' }),
      asked('POST', { ...signed(1), what: 'a PING, wrongly signed', signing: 'wrong' }),
      asked('POST', { ...signed(0), what: 'the PING of webhook events', signing: 'right' }),
    ];
  },
};
