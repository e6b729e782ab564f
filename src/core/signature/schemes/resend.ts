import { standardWebhooksBrand } from './standard-webhooks.ts';

export const resend = standardWebhooksBrand('svix', {
  id: 'resend',
  name: 'Resend',
  docs: 'https://resend.com/docs/webhooks/verify-webhooks-requests',
  sdk: [{ library: 'resend 6.38.0', refuses: ['invalid-utf8'] }],
});
