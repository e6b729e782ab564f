import { standardWebhooksBrand } from './standard-webhooks.ts';

export const anthropic = standardWebhooksBrand('webhook', {
  id: 'anthropic',
  name: 'Anthropic',
  docs: 'https://docs.anthropic.com',
});
