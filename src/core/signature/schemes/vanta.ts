import { standardWebhooksBrand } from './standard-webhooks.ts';

export const vanta = standardWebhooksBrand('svix', {
  id: 'vanta',
  name: 'Vanta',
  docs: 'https://developer.vanta.com',
});
