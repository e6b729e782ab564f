import { recipeScheme } from '../recipe-scheme.ts';

export const cursor = recipeScheme({
  id: 'cursor',
  name: 'Cursor (background agents)',
  docs: 'https://cursor.com/docs',
  secretHint: 'The secret given when the agent was started, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-webhook-signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-webhook-signature', pattern: /^sha256=/ }]],
  metadata: { eventType: [{ header: 'x-webhook-event' }], deliveryId: [{ header: 'x-webhook-id' }] },
});
