import { recipeScheme } from '../recipe-scheme.ts';

export const jira = recipeScheme({
  id: 'jira',
  name: 'Jira and Confluence',
  docs: 'https://developer.atlassian.com/cloud/jira/platform/webhooks/',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['A webhook without a secret is delivered without any signature.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Hub-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-hub-signature', pattern: /^sha256=/ }, { header: 'x-atlassian-webhook-identifier' }]],
  metadata: { eventType: [{ json: 'webhookEvent' }], deliveryId: [{ header: 'x-atlassian-webhook-identifier' }] },
});
