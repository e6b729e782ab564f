import { recipeScheme } from '../recipe-scheme.ts';

export const discord = recipeScheme({
  id: 'discord',
  name: 'Discord (interactions and webhook events)',
  docs: 'https://docs.discord.com/developers/interactions/overview',
  secretHint:
    'The application’s public key (64 hex digits) to verify; to sign test requests, “seed:” and the 64 hex digits of a private key of your own.',
  notes: [
    'Discord sends wrong signatures on purpose and expects 401 for them.',
    'Discord documents no window for the timestamp; 300 s either way is used here.',
    'Messages posted to Discord’s incoming webhooks carry no signature.',
  ],
  recipes: [
    {
      algorithm: 'ed25519',
      signature: { names: ['X-Signature-Ed25519'], encoding: 'hex' },
      timestamp: { in: 'header', name: 'X-Signature-Timestamp', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}{body}',
    },
  ],
  detect: [[{ header: 'x-signature-ed25519' }, { header: 'x-signature-timestamp' }]],
  metadata: { eventType: [{ json: 'event.type' }, { json: 'type' }], deliveryId: [{ json: 'id' }] },
  delivery: { success: ['2xx'], deadlineMs: 3_000, source: 'documented', retry: null },
  handshake: {
    text: 'An interaction of type 1 (PING): answer 200 with {"type":1}; a webhook event of type 0: answer 204. Wrong signatures are sent on purpose and have to get 401.',
    source: 'documented',
  },
  sdk: [{ library: 'discord-interactions 4.4.0', accepts: ['any-age'] }],
});
