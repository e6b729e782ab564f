import { standardWebhooksBrand } from './standard-webhooks.ts';

export const lithic = standardWebhooksBrand('webhook', {
  id: 'lithic',
  name: 'Lithic',
  docs: 'https://docs.lithic.com',
});
