import { recipeScheme } from '../recipe-scheme.ts';

export const workos = recipeScheme({
  id: 'workos',
  name: 'WorkOS',
  docs: 'https://workos.com/docs/events/data-syncing/webhooks',
  secretHint: 'The endpoint’s secret, as text.',
  notes: [
    'The window is 180 s into the past and open ahead, as in WorkOS’ own library.',
    'WorkOS’ own library signs re-serialised JSON; the raw body is right.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['WorkOS-Signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 'ms', toleranceSeconds: 180, futureSeconds: null },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'workos-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'id' }] },
  sdk: [
    {
      library: '@workos-inc/node 8.13.0',
      refuses: ['rewritten-json', 'one-signature-only', 'capital-hex'],
      accepts: ['future', 'unreadable-timestamp'],
    },
  ],
});
