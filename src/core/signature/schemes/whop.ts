import { standardWebhooksBrand } from './standard-webhooks.ts';

export const whop = standardWebhooksBrand('webhook', {
  id: 'whop',
  name: 'Whop',
  docs: 'https://docs.whop.com',
});
