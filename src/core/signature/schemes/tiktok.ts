import { recipeScheme } from '../recipe-scheme.ts';

export const tiktok = recipeScheme({
  id: 'tiktok',
  name: 'TikTok',
  docs: 'https://developers.tiktok.com/doc/webhooks-verification',
  secretHint: 'The app’s client secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['TikTok-Signature'], separator: ',', assign: '=', version: 's', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'tiktok-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [] },
});
