import { standardWebhooksBrand } from './standard-webhooks.ts';

export const incidentIo = standardWebhooksBrand('webhook', {
  id: 'incident-io',
  name: 'incident.io',
  docs: 'https://docs.incident.io/integrations/webhooks',
});
