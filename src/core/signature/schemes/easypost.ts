import { recipeScheme } from '../recipe-scheme.ts';

export const easypost = recipeScheme({
  id: 'easypost',
  name: 'EasyPost',
  docs: 'https://docs.easypost.com/docs/webhooks',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['EasyPost’s Node library rewrites weights (12 to 12.0) before it checks; the raw body is right.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Hmac-Signature'], assign: '=', version: 'hmac-sha256-hex', encoding: 'hex' },
      secret: { normalize: 'NFKD' },
    },
  ],
  detect: [[{ header: 'x-hmac-signature', pattern: /^hmac-sha256-hex=/ }]],
  metadata: { eventType: [{ json: 'description' }], deliveryId: [{ json: 'id' }] },
  sdk: [{ library: '@easypost/api 8.9.0', refuses: ['invalid-utf8'] }],
});
