import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const metaWhatsapp = recipeScheme({
  id: 'meta-whatsapp',
  name: 'Meta (WhatsApp, Messenger, Instagram)',
  docs: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
  secretHint: 'The app secret, as text.',
  notes: [
    'Meta escapes characters in the JSON as \\u…: sign the raw body and do not parse it first.',
    'An older X-Hub-Signature with SHA-1 is sent too; the SHA-256 one counts.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Hub-Signature-256'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-hub-signature-256' }, { noHeader: 'x-github-event' }]],
  metadata: {
    eventType: [{ json: 'entry.0.changes.0.field' }, { json: 'object' }],
    deliveryId: [{ json: 'entry.0.changes.0.value.messages.0.id' }],
  },
  delivery: {
    success: [200],
    deadlineMs: null,
    source: 'memory',
    retry: retryPolicy({ withinSeconds: 129_600, source: 'memory' }),
  },
  handshake: {
    text: 'A GET with hub.mode=subscribe: answer 200 with the text of hub.challenge when hub.verify_token is the one you chose.',
    source: 'documented',
  },
});
