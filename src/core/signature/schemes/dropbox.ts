import { recipeScheme } from '../recipe-scheme.ts';

export const dropbox = recipeScheme({
  id: 'dropbox',
  name: 'Dropbox',
  docs: 'https://www.dropbox.com/developers/reference/webhooks',
  secretHint: 'The app’s secret, as text.',
  notes: ['The notification only names accounts: fetch the changes.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Dropbox-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-dropbox-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
  delivery: { success: [200], deadlineMs: 10_000, source: 'memory', retry: null },
  handshake: {
    text: 'A GET with challenge: answer 200 with it as plain text and X-Content-Type-Options: nosniff.',
    source: 'memory',
  },
});
