import { standardWebhooksBrand } from './standard-webhooks.ts';

export const loops = standardWebhooksBrand('webhook', {
  id: 'loops',
  name: 'Loops',
  docs: 'https://loops.so/docs/webhooks',
});
