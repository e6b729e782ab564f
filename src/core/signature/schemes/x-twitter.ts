import { recipeScheme } from '../recipe-scheme.ts';

export const xTwitter = recipeScheme({
  id: 'x-twitter',
  name: 'X (account activity)',
  docs: 'https://docs.x.com/x-api/webhooks',
  secretHint: 'The app’s consumer secret (API secret), as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-twitter-webhooks-signature'], assign: '=', version: 'sha256', encoding: 'base64' },
    },
  ],
  detect: [[{ header: 'x-twitter-webhooks-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
  handshake: {
    text: 'A GET with crc_token: answer {"response_token": "sha256=…"}, the base64 HMAC-SHA256 of the token with the secret, within 3 s; asked again from time to time.',
    source: 'memory',
  },
});
