import { standardWebhooksBrand } from './standard-webhooks.ts';

export const stytch = standardWebhooksBrand('svix', {
  id: 'stytch',
  name: 'Stytch',
  docs: 'https://stytch.com/docs',
});
