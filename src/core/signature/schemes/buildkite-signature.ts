import { recipeScheme } from '../recipe-scheme.ts';

export const buildkiteSignature = recipeScheme({
  id: 'buildkite-signature',
  name: 'Buildkite (signature)',
  docs: 'https://buildkite.com/docs/apis/webhooks/pipelines',
  secretHint: 'The notification service’s token, as text.',
  notes: ['Buildkite leaves the timestamp’s window to you; 300 s is used here.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: {
        names: ['X-Buildkite-Signature'],
        separator: ',',
        assign: '=',
        version: 'signature',
        encoding: 'hex',
      },
      timestamp: { in: 'signature', name: 'timestamp', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'x-buildkite-signature' }]],
  metadata: { eventType: [{ header: 'x-buildkite-event' }], deliveryId: [] },
});
