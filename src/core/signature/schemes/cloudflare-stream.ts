import { recipeScheme } from '../recipe-scheme.ts';

export const cloudflareStream = recipeScheme({
  id: 'cloudflare-stream',
  name: 'Cloudflare (Stream)',
  docs: 'https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/',
  secretHint: 'The secret from the reply to your webhook subscription, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['webhook-signature'], separator: ',', assign: '=', version: 'sig1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 'time', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'webhook-signature', pattern: /^time=/ }]],
  metadata: { eventType: [], deliveryId: [] },
});
