import { standardWebhooksBrand } from './standard-webhooks.ts';

export const render = standardWebhooksBrand('webhook', {
  id: 'render',
  name: 'Render',
  docs: 'https://render.com/docs/webhooks',
});
