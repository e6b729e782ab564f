import { recipeScheme } from '../recipe-scheme.ts';

export const airtable = recipeScheme({
  id: 'airtable',
  name: 'Airtable',
  docs: 'https://airtable.com/developers/web/api/webhooks-overview',
  secretHint: 'The macSecretBase64 from the API’s reply; it is decoded.',
  notes: ['The notification only says that something changed: fetch the payloads.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Airtable-Content-Mac'], assign: '=', version: 'hmac-sha256', encoding: 'hex' },
      secret: { encoding: 'base64' },
    },
  ],
  detect: [[{ header: 'x-airtable-content-mac' }]],
  metadata: { eventType: [], deliveryId: [] },
});
