import { standardWebhooksBrand } from './standard-webhooks.ts';

export const dodopayments = standardWebhooksBrand('webhook', {
  id: 'dodopayments',
  name: 'Dodo Payments',
  docs: 'https://docs.dodopayments.com',
  sdk: [{ library: 'dodopayments 2.52.0', refuses: ['invalid-utf8'] }],
});
