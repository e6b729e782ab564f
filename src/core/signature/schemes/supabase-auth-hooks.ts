import { standardWebhooksBrand } from './standard-webhooks.ts';

export const supabaseAuthHooks = standardWebhooksBrand('webhook', {
  id: 'supabase-auth-hooks',
  name: 'Supabase (auth hooks)',
  docs: 'https://supabase.com/docs/guides/auth/auth-hooks',
  secretHint: 'v1,whsec_ and base64, as the dashboard shows it; what follows whsec_ is decoded to the key.',
  secret: { strip: ['v1,', 'whsec_'], encoding: 'base64' },
  notes: ['The project’s setting may hold several secrets with “|” between them: paste each as one of its own.'],
});
