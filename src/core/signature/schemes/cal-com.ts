import { recipeScheme } from '../recipe-scheme.ts';

export const calCom = recipeScheme({
  id: 'cal-com',
  name: 'Cal.com',
  docs: 'https://cal.com/docs/developing/guides/automation/webhooks',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['Without a secret the header holds “no-secret-provided”.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Cal-Signature-256'], encoding: 'hex' } }],
  detect: [[{ header: 'x-cal-signature-256' }]],
  metadata: { eventType: [{ json: 'triggerEvent' }], deliveryId: [] },
});
