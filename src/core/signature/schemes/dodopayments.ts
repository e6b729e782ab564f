import { standardWebhooksBrand } from './standard-webhooks.ts';

export const dodopayments = standardWebhooksBrand('webhook', {
  id: 'dodopayments',
  name: 'Dodo Payments',
  docs: 'https://docs.dodopayments.com',
});
