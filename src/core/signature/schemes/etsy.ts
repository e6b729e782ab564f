import { standardWebhooksBrand } from './standard-webhooks.ts';

export const etsy = standardWebhooksBrand('webhook', {
  id: 'etsy',
  name: 'Etsy',
  docs: 'https://developers.etsy.com',
});
