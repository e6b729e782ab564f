import { recipeScheme } from '../recipe-scheme.ts';

export const vapi = recipeScheme({
  id: 'vapi',
  name: 'Vapi',
  docs: 'https://docs.vapi.ai/server-url/server-authentication',
  secretHint: 'The server’s secret, as text.',
  notes: [
    'Servers with a credential of their own may sign in X-Vapi-Signature instead: use a recipe of your own for it.',
  ],
  recipes: [{ algorithm: 'token', signature: { names: ['x-vapi-secret'] } }],
  detect: [[{ header: 'x-vapi-secret' }]],
  metadata: {
    eventType: [{ json: 'message.type' }],
    deliveryId: [{ json: 'message.call.id' }],
    apartBy: [{ json: 'message.type' }],
  },
});
