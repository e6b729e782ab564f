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
});
