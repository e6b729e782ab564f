import { recipeScheme } from '../recipe-scheme.ts';

export const firecrawl = recipeScheme({
  id: 'firecrawl',
  name: 'Firecrawl',
  docs: 'https://docs.firecrawl.dev/webhooks/security',
  secretHint: 'The account’s webhook secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Firecrawl-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-firecrawl-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'webhookId' }] },
});
