import { recipeScheme } from '../recipe-scheme.ts';

export const gitlabToken = recipeScheme({
  id: 'gitlab-token',
  name: 'GitLab (secret token)',
  docs: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
  secretHint: 'The webhook’s secret token, as text.',
  notes: [],
  recipes: [{ algorithm: 'token', signature: { names: ['X-Gitlab-Token'] } }],
  detect: [[{ header: 'x-gitlab-token' }]],
  metadata: {
    eventType: [{ header: 'x-gitlab-event' }],
    // X-Gitlab-Webhook-UUID is the webhook's own, the same in all it ever sends.
    deliveryId: [{ header: 'idempotency-key' }, { header: 'x-gitlab-event-uuid' }],
  },
  delivery: { success: ['2xx'], deadlineMs: 10_000, source: 'memory', retry: null },
});
