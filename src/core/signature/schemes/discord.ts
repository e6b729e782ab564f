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
});
