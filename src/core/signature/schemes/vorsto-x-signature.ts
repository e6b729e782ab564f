import { recipeScheme } from '../recipe-scheme.ts';

export const vorstoXSignature = recipeScheme({
  id: 'vorsto-x-signature',
  name: 'Vorsto',
  docs: 'https://docs.vorsto.io/api/api-web-hook.md',
  secretHint: 'The API key that made the request.',
  notes: [
    'The secret is a full API credential: keep it out of logs and samples.',
    'Their Node sample signs re-serialised JSON, the other five languages the raw body; the raw body is right.',
  ],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['x-signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-signature', pattern: /^[0-9a-fA-F]{64}$/ }]],
  metadata: { eventType: [], deliveryId: [{ json: 'message.id' }] },
  delivery: { success: [200], deadlineMs: null, source: 'documented', retry: null },
});
