import { recipeScheme } from '../recipe-scheme.ts';

export const forgejo = recipeScheme({
  id: 'forgejo',
  name: 'Forgejo',
  docs: 'https://forgejo.org/docs/latest/user/webhooks/',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['Gitea’s and GitHub’s signature headers are sent too; Forgejo’s own counts.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Forgejo-Signature'], encoding: 'hex' } }],
  detect: [
    [{ header: 'x-forgejo-signature' }, { header: 'x-forgejo-event' }, { header: 'x-forgejo-delivery' }],
    [{ header: 'x-forgejo-signature' }],
  ],
  metadata: { eventType: [{ header: 'x-forgejo-event' }], deliveryId: [{ header: 'x-forgejo-delivery' }] },
});
