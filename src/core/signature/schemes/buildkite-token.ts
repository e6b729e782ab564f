import { recipeScheme } from '../recipe-scheme.ts';

export const buildkiteToken = recipeScheme({
  id: 'buildkite-token',
  name: 'Buildkite (token)',
  docs: 'https://buildkite.com/docs/apis/webhooks/pipelines',
  secretHint: 'The notification service’s token, as text.',
  notes: [],
  recipes: [{ algorithm: 'token', signature: { names: ['X-Buildkite-Token'] } }],
  detect: [[{ header: 'x-buildkite-token' }]],
  metadata: { eventType: [{ header: 'x-buildkite-event' }], deliveryId: [] },
});
