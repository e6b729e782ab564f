import { recipeScheme } from '../recipe-scheme.ts';

export const recurlyBasic = recipeScheme({
  id: 'recurly-basic',
  name: 'HTTP basic authentication (Recurly and others)',
  docs: 'https://docs.recurly.com/recurly-subscriptions/docs/signature-verification',
  secretHint: 'User name and password with “:” between them.',
  notes: [],
  recipes: [
    { algorithm: 'basic', signature: { names: ['Authorization'], assign: ' ', version: 'Basic', encoding: 'base64' } },
  ],
  detect: [[{ header: 'authorization', pattern: /^Basic / }]],
  metadata: { eventType: [], deliveryId: [] },
});
