import { standardWebhooksBrand } from './standard-webhooks.ts';

export const openai = standardWebhooksBrand('webhook', {
  id: 'openai',
  name: 'OpenAI',
  docs: 'https://platform.openai.com/docs/guides/webhooks',
  notes: [
    'OpenAI’s own library takes a secret without whsec_ as text; here it is decoded from base64 either way.',
    'OpenAI’s own library also accepts signatures with characters after them; here they have to be exact.',
  ],
  sdk: [{ library: 'openai 6.49.0', refuses: ['invalid-utf8'] }],
});
