import { recipeScheme } from '../recipe-scheme.ts';

export const grafana = recipeScheme({
  id: 'grafana',
  name: 'Grafana (alerting)',
  docs: 'https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/',
  secretHint: 'The contact point’s HMAC secret, as text.',
  notes: [
    'With a timestamp header configured, the timestamp and a colon are signed before the body: this is not checked here.',
    'The header’s name can be changed in the contact point: use a recipe of your own then.',
  ],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Grafana-Alerting-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-grafana-alerting-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
  confirmed: false,
});
