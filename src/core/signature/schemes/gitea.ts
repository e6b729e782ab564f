import { recipeScheme } from '../recipe-scheme.ts';

export const gitea = recipeScheme({
  id: 'gitea',
  name: 'Gitea',
  docs: 'https://docs.gitea.com/usage/webhooks',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['GitHub’s signature headers may be sent too; Gitea’s own counts.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Gitea-Signature'], encoding: 'hex' } }],
  detect: [
    [{ header: 'x-gitea-signature' }, { header: 'x-gitea-event' }, { noHeader: 'x-forgejo-signature' }],
    [{ header: 'x-gitea-signature' }, { noHeader: 'x-forgejo-signature' }],
  ],
  metadata: { eventType: [{ header: 'x-gitea-event' }], deliveryId: [{ header: 'x-gitea-delivery' }] },
});
