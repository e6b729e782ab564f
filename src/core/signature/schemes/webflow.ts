import { recipeScheme } from '../recipe-scheme.ts';

export const webflow = recipeScheme({
  id: 'webflow',
  name: 'Webflow',
  docs: 'https://developers.webflow.com/data/docs/working-with-webhooks',
  secretHint: 'The app’s client secret; for webhooks made by API, the secret from its reply.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Webflow-Signature'], encoding: 'hex' },
      timestamp: { in: 'header', name: 'X-Webflow-Timestamp', unit: 'ms', toleranceSeconds: 300 },
      signed: '{ts}:{body}',
    },
  ],
  detect: [[{ header: 'x-webflow-signature' }]],
  metadata: { eventType: [{ json: 'triggerType' }], deliveryId: [] },
});
