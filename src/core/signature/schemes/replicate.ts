import { standardWebhooksBrand } from './standard-webhooks.ts';

export const replicate = standardWebhooksBrand('webhook', {
  id: 'replicate',
  name: 'Replicate',
  docs: 'https://replicate.com/docs/topics/webhooks/verify-webhook',
  notes: ['Replicate’s own library never looks at the timestamp; 300 s either way is used here.'],
  // A prediction itself, which has a status and no type.
  eventType: [{ json: 'type' }, { json: 'status' }],
  sdk: [
    {
      library: 'replicate 1.4.0',
      refuses: ['invalid-utf8', 'empty-body'],
      accepts: ['any-age', 'unreadable-timestamp'],
    },
  ],
});
