import { standardWebhooksBrand } from './standard-webhooks.ts';

export const clerk = standardWebhooksBrand('svix', {
  id: 'clerk',
  name: 'Clerk',
  docs: 'https://clerk.com/docs/webhooks/sync-data',
  notes: ['@clerk/backend 2.0.0 accepts forged requests; use 2.4.0 or later.'],
});
