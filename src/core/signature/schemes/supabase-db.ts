import { recipeScheme } from '../recipe-scheme.ts';

export const supabaseDb = recipeScheme({
  id: 'supabase-db',
  name: 'Supabase (database webhooks)',
  docs: 'https://supabase.com/docs/guides/database/webhooks',
  secretHint: 'The Authorization header’s value as set in the webhook, whole.',
  notes: ['Requests are not signed: you add the header yourself.'],
  recipes: [{ algorithm: 'token', signature: { names: ['Authorization'] } }],
  detect: [[{ header: 'authorization' }, { json: 'table' }, { json: 'schema' }, { json: 'type' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [] },
});
