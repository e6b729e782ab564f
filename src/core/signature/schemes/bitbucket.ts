import { recipeScheme } from '../recipe-scheme.ts';

export const bitbucket = recipeScheme({
  id: 'bitbucket',
  name: 'Bitbucket',
  docs: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['The header is X-Hub-Signature, as GitHub’s old one, but its value is SHA-256.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Hub-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-hub-signature', pattern: /^sha256=/ }, { header: 'x-event-key' }]],
  metadata: { eventType: [{ header: 'x-event-key' }], deliveryId: [{ header: 'x-request-uuid' }] },
});
