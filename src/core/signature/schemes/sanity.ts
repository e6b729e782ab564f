import { recipeScheme } from '../recipe-scheme.ts';

export const sanity = recipeScheme({
  id: 'sanity',
  name: 'Sanity',
  docs: 'https://www.sanity.io/docs/webhooks',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['Sanity’s own library refuses an empty body and any further field in the header.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: {
        names: ['sanity-webhook-signature'],
        separator: ',',
        assign: '=',
        version: 'v1',
        encoding: 'base64url',
      },
      timestamp: { in: 'signature', name: 't', unit: 'ms', toleranceSeconds: null },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'sanity-webhook-signature' }]],
  metadata: { eventType: [{ header: 'sanity-operation' }], deliveryId: [{ header: 'idempotency-key' }] },
  sdk: [{ library: '@sanity/webhook 4.0.4', refuses: ['invalid-utf8', 'last-signature-only'] }],
});
