import { recipeScheme } from '../recipe-scheme.ts';

export const sonarqube = recipeScheme({
  id: 'sonarqube',
  name: 'SonarQube',
  docs: 'https://docs.sonarsource.com',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Sonar-Webhook-HMAC-SHA256'], encoding: 'hex' } }],
  detect: [[{ header: 'x-sonar-webhook-hmac-sha256' }]],
  metadata: { eventType: [], deliveryId: [{ json: 'taskId' }] },
  confirmed: false,
});
