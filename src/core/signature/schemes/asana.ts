import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const asana = recipeScheme({
  id: 'asana',
  name: 'Asana',
  docs: 'https://developers.asana.com/docs/webhooks-guide',
  secretHint: 'The X-Hook-Secret of the handshake, as text.',
  notes: [
    'Anybody can send a handshake: take the secret only while you are creating the webhook.',
    'Heartbeats are signed and hold no events.',
  ],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-Hook-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-hook-signature' }]],
  metadata: { eventType: [{ json: 'events.0.action' }], deliveryId: [] },
  delivery: {
    success: ['2xx'],
    deadlineMs: 10_000,
    source: 'documented',
    retry: retryPolicy({ withinSeconds: 86_400, source: 'documented' }),
  },
  handshake: {
    text: 'A POST with X-Hook-Secret: answer 200 or 204 with the same header, while the call that creates the webhook is still open.',
    source: 'documented',
  },
});
