import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';
import { githubSha1 } from './github-sha1.ts';

export const github = recipeScheme({
  id: 'github',
  name: 'GitHub',
  docs: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries',
  secretHint: 'The webhook’s secret, as text.',
  notes: [
    'A webhook without a secret is delivered without any signature.',
    'With content type application/x-www-form-urlencoded the raw form body is signed, not the JSON inside it.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Hub-Signature-256'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  // Alone it is Meta's first; by hand people send just the signature.
  detect: [[{ header: 'x-hub-signature-256' }, { header: 'x-github-event' }], [{ header: 'x-hub-signature-256' }]],
  metadata: { eventType: [{ header: 'x-github-event' }], deliveryId: [{ header: 'x-github-delivery' }] },
  companions: [githubSha1],
  delivery: {
    success: ['2xx'],
    deadlineMs: 10_000,
    source: 'memory',
    retry: retryPolicy({ attempts: 1, deliveryId: 'same', source: 'memory' }),
  },
  sdk: [{ library: '@octokit/webhooks-methods 6.0.0', refuses: ['invalid-utf8', 'capital-hex'] }],
});
