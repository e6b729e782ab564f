import { recipeScheme } from '../recipe-scheme.ts';
import { standardWebhooksHeaders, standardWebhooksRecipe } from './standard-webhooks.ts';

export const gitlabSigning = recipeScheme({
  id: 'gitlab-signing',
  name: 'GitLab (signing token)',
  docs: 'https://gitlab.com/gitlab-org/gitlab/-/merge_requests/230944',
  secretHint: 'The webhook’s signing token: whsec_ and base64, or the base64 alone; it is decoded to the key.',
  notes: ['GitLab does not say how the token is written; whsec_ and base64 is what other receivers use.'],
  recipes: [standardWebhooksRecipe('webhook')],
  detect: [[...standardWebhooksHeaders('webhook'), { header: 'x-gitlab-event' }]],
  metadata: { eventType: [{ header: 'x-gitlab-event' }], deliveryId: [{ header: 'webhook-id' }] },
  confirmed: false,
  delivery: { success: ['2xx'], deadlineMs: 10_000, source: 'memory', retry: null },
});
