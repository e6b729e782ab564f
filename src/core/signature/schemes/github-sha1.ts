import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const githubSha1 = recipeScheme({
  id: 'github-sha1',
  name: 'GitHub (SHA-1, legacy)',
  docs: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['Sent beside X-Hub-Signature-256 for old receivers; where that one is present, check it instead.'],
  recipes: [
    {
      algorithm: 'hmac-sha1',
      signature: { names: ['X-Hub-Signature'], assign: '=', version: 'sha1', encoding: 'hex' },
    },
  ],
  // Beside the SHA-256 signature this one is a downgrade and is not offered.
  detect: [
    [
      { header: 'x-hub-signature', pattern: /^sha1=/ },
      { header: 'x-github-event' },
      { noHeader: 'x-hub-signature-256' },
    ],
  ],
  metadata: { eventType: [{ header: 'x-github-event' }], deliveryId: [{ header: 'x-github-delivery' }] },
  delivery: {
    success: ['2xx'],
    deadlineMs: 10_000,
    source: 'memory',
    retry: retryPolicy({ attempts: 1, deliveryId: 'same', source: 'memory' }),
  },
  sdk: [{ library: '@octokit/webhooks-methods 3.0.3', refuses: ['invalid-utf8', 'empty-body', 'capital-hex'] }],
});
