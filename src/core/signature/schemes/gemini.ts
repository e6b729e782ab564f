import { standardWebhooksBrand } from './standard-webhooks.ts';

export const gemini = standardWebhooksBrand('webhook', {
  id: 'gemini',
  name: 'Google Gemini API',
  docs: 'https://ai.google.dev',
  notes: ['Only webhooks with a static secret are checked here; the dynamic ones carry a JWT.'],
});
