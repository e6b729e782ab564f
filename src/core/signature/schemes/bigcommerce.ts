import { standardWebhooksBrand } from './standard-webhooks.ts';

export const bigcommerce = standardWebhooksBrand('webhook', {
  id: 'bigcommerce',
  name: 'BigCommerce',
  docs: 'https://developer.bigcommerce.com/docs/integrations/webhooks',
  notes: ['Older webhooks carry no signature but headers you chose yourself.'],
});
