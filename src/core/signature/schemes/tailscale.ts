import { recipeScheme } from '../recipe-scheme.ts';

export const tailscale = recipeScheme({
  id: 'tailscale',
  name: 'Tailscale',
  docs: 'https://tailscale.com/kb/1213/webhooks',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: ['The body is a list of events.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: {
        names: ['tailscale-webhook-signature'],
        separator: ',',
        assign: '=',
        version: 'v1',
        encoding: 'hex',
      },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'tailscale-webhook-signature' }]],
  metadata: { eventType: [{ json: '0.type' }], deliveryId: [] },
});
