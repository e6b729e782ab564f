import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const intercom = recipeScheme({
  id: 'intercom',
  name: 'Intercom',
  docs: 'https://developers.intercom.com/docs/webhooks',
  secretHint: 'The app’s client secret, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha1',
      signature: { names: ['X-Hub-Signature'], assign: '=', version: 'sha1', encoding: 'hex' },
    },
  ],
  detect: [
    [
      { header: 'x-hub-signature', pattern: /^sha1=/ },
      { noHeader: 'x-github-event' },
      { noHeader: 'x-hub-signature-256' },
    ],
  ],
  metadata: { eventType: [{ json: 'topic' }], deliveryId: [{ json: 'id' }] },
  delivery: {
    success: ['2xx'],
    deadlineMs: 5_000,
    source: 'memory',
    retry: retryPolicy({ attempts: 2, stopsOn: [410], source: 'memory' }),
  },
  handshake: { text: 'A HEAD request when the URL is saved.', source: 'memory' },
});
