import { standardWebhooksBrand } from './standard-webhooks.ts';

export const polar = standardWebhooksBrand('webhook', {
  id: 'polar',
  name: 'Polar',
  docs: 'https://polar.sh/docs/integrate/webhooks/delivery',
  secretHint: 'The endpoint’s secret, as text.',
  secret: { encoding: 'utf8' },
  notes: ['The secret is the key as it stands, even where it looks like base64.'],
  sdk: [{ library: '@polar-sh/sdk 0.49.0', refuses: ['invalid-utf8'] }],
});
