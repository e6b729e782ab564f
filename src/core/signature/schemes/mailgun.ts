import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const mailgun = recipeScheme({
  id: 'mailgun',
  name: 'Mailgun',
  docs: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
  secretHint: 'The HTTP webhook signing key, as text.',
  notes: [
    'Only the timestamp and the token are signed: event-data can be changed.',
    'Accept each token once.',
    'Older webhooks and inbound routes send the three fields as a form: they are not checked here.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { in: 'json', names: ['signature.signature'], encoding: 'hex' },
      timestamp: { in: 'json', name: 'signature.timestamp', unit: 's', toleranceSeconds: null },
      signed: '{json:signature.timestamp}{json:signature.token}',
    },
  ],
  detect: [[{ json: 'signature.token' }, { json: 'signature.signature' }]],
  metadata: {
    eventType: [{ json: 'event-data.event' }],
    deliveryId: [{ json: 'event-data.id' }, { json: 'signature.token' }],
  },
  delivery: {
    success: [200],
    deadlineMs: null,
    source: 'memory',
    retry: retryPolicy({ withinSeconds: 28_800, stopsOn: [406], source: 'memory' }),
  },
});
