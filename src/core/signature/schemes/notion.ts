import { recipeScheme } from '../recipe-scheme.ts';

export const notion = recipeScheme({
  id: 'notion',
  name: 'Notion',
  docs: 'https://developers.notion.com/reference/webhooks',
  secretHint: 'The verification token from the first request, secret_…, as text.',
  notes: ['The first request carries the verification token and no signature.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Notion-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-notion-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'id' }] },
  handshake: {
    text: 'The first POST holds a verification_token and no signature: answer 200 and paste the token at the provider.',
    source: 'documented',
  },
  sdk: [{ library: '@notionhq/client 5.26.0', refuses: ['invalid-utf8'] }],
});
