import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksRecipe } from './standard-webhooks.ts';

export const openai = recipeScheme({
  id: 'openai',
  name: 'OpenAI',
  docs: 'https://platform.openai.com/docs/guides/webhooks',
  secretHint: 'whsec_ and base64, as the dashboard shows it; it is decoded to the key.',
  notes: [
    'OpenAI’s own library takes a secret without whsec_ as text; here it is decoded from base64 either way.',
    'OpenAI’s own library also accepts signatures with characters after them; here they have to be exact.',
  ],
  recipes: [standardWebhooksRecipe('webhook')],
  detect: [
    [{ header: 'webhook-signature', pattern: /(^|\s)v1,/ }, { header: 'webhook-id' }, { header: 'webhook-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
});
