import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksRecipe } from './standard-webhooks.ts';

export const supabaseAuthHooks = recipeScheme({
  id: 'supabase-auth-hooks',
  name: 'Supabase (auth hooks)',
  docs: 'https://supabase.com/docs/guides/auth/auth-hooks',
  secretHint: 'v1,whsec_ and base64, as the dashboard shows it; what follows whsec_ is decoded to the key.',
  notes: ['The project’s setting may hold several secrets with “|” between them: paste each as one of its own.'],
  recipes: [{ ...standardWebhooksRecipe('webhook'), secret: { strip: ['v1,', 'whsec_'], encoding: 'base64' } }],
  detect: [
    [{ header: 'webhook-signature', pattern: /(^|\s)v1,/ }, { header: 'webhook-id' }, { header: 'webhook-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
});
