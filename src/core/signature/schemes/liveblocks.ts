import { standardWebhooksBrand } from './standard-webhooks.ts';

export const liveblocks = standardWebhooksBrand('webhook', {
  id: 'liveblocks',
  name: 'Liveblocks',
  docs: 'https://liveblocks.io/docs/platform/webhooks',
  notes: ['Liveblocks’ own library refuses a secret without whsec_.'],
  sdk: [{ library: '@liveblocks/node 3.24.2', refuses: ['invalid-utf8'], accepts: ['unknown-version'] }],
});
