import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const zoom = recipeScheme({
  id: 'zoom',
  name: 'Zoom',
  docs: 'https://developers.zoom.us/docs/api/webhooks/',
  secretHint: 'The app’s secret token, as text.',
  notes: [
    'Requests with endpoint.url_validation are signed too.',
    '@zoom/rivet 0.4.0 signs re-serialised JSON and never looks at the timestamp.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-zm-signature'], assign: '=', version: 'v0', encoding: 'hex' },
      timestamp: { in: 'header', name: 'x-zm-request-timestamp', unit: 's', toleranceSeconds: 300 },
      signed: 'v0:{ts}:{body}',
    },
  ],
  detect: [[{ header: 'x-zm-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [] },
  delivery: {
    success: [200, 204],
    deadlineMs: 3_000,
    source: 'memory',
    retry: retryPolicy({ attempts: 4, source: 'memory' }),
  },
  handshake: {
    text: 'A POST with endpoint.url_validation: answer 200 with plainToken and encryptedToken, its hex HMAC-SHA256 with the secret, within 3 s; asked again every 72 h.',
    source: 'memory',
  },
  sdk: [{ library: '@zoom/rivet 0.4.0', refuses: ['rewritten-json', 'capital-hex'], accepts: ['any-age'] }],
});
