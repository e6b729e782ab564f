import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const hubspotV3 = recipeScheme({
  id: 'hubspot-v3',
  name: 'HubSpot (v3)',
  docs: 'https://developers.hubspot.com/docs/api/webhooks/validating-requests',
  secretHint: 'The app’s client secret, as text.',
  notes: [
    'HubSpot’s page says that some escapes of the URL are decoded before signing, its library leaves them: both are tried.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-HubSpot-Signature-v3'], encoding: 'base64' },
      timestamp: { in: 'header', name: 'X-HubSpot-Request-Timestamp', unit: 'ms', toleranceSeconds: 300 },
      signed: '{method}{url}{body}{ts}',
    },
  ],
  hooks: { urls: (url) => [...new Set([url, decoded(url)])] },
  detect: [[{ header: 'x-hubspot-signature-v3' }]],
  metadata: { eventType: [{ json: '0.subscriptionType' }], deliveryId: [{ json: '0.eventId' }] },
  delivery: {
    success: ['2xx'],
    deadlineMs: 5_000,
    source: 'memory',
    retry: retryPolicy({ attempts: 11, withinSeconds: 86_400, source: 'memory' }),
  },
  sdk: [{ library: '@hubspot/api-client 13.5.0', refuses: ['invalid-utf8'], accepts: ['future'] }],
});

/** The escapes that HubSpot's documentation lists: : / ? @ ! $ ' ( ) * , ; */
function decoded(url: string): string {
  return url.replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (escaped) => decodeURIComponent(escaped));
}
