import { recipeScheme } from '../recipe-scheme.ts';

export const hubspotV2 = recipeScheme({
  id: 'hubspot-v2',
  name: 'HubSpot (v2)',
  docs: 'https://developers.hubspot.com/docs/api/webhooks/validating-requests',
  secretHint: 'The app’s client secret, as text.',
  notes: [
    'This is a plain hash of secret, method, URL and body, not an HMAC; where v3 is present, check that one instead.',
  ],
  recipes: [
    {
      algorithm: 'hash-sha256',
      signature: { names: ['X-HubSpot-Signature'], encoding: 'hex' },
      signed: '{secret}{method}{url}{body}',
    },
  ],
  detect: [
    [
      { header: 'x-hubspot-signature' },
      { header: 'x-hubspot-signature-version', pattern: /^v2$/ },
      { noHeader: 'x-hubspot-signature-v3' },
    ],
  ],
  metadata: { eventType: [{ json: '0.subscriptionType' }], deliveryId: [{ json: '0.eventId' }] },
  sdk: [{ library: '@hubspot/api-client 13.5.0', refuses: ['invalid-utf8', 'capital-hex'] }],
});
