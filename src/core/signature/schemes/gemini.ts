import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksRecipe } from './standard-webhooks.ts';

export const gemini = recipeScheme({
  id: 'gemini',
  name: 'Google Gemini API',
  docs: 'https://ai.google.dev',
  secretHint: 'whsec_ and base64, as the dashboard shows it; it is decoded to the key.',
  notes: ['Only webhooks with a static secret are checked here; the dynamic ones carry a JWT.'],
  recipes: [standardWebhooksRecipe('webhook')],
  detect: [
    [{ header: 'webhook-signature', pattern: /(^|\s)v1,/ }, { header: 'webhook-id' }, { header: 'webhook-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
});
