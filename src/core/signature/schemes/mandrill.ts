import { recipeScheme } from '../recipe-scheme.ts';

export const mandrill = recipeScheme({
  id: 'mandrill',
  name: 'Mandrill (Mailchimp Transactional)',
  docs: 'https://mandrill.zendesk.com/hc/en-us/articles/360039232513',
  secretHint: 'The webhook’s key, as text.',
  notes: [
    'The URL is signed exactly as it was configured, with a user name and password, and with its last slash.',
    'The decoded form parameters are signed, not the raw body.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha1',
      signature: { names: ['X-Mandrill-Signature'], encoding: 'base64' },
      signed: '{url}{form*}',
    },
  ],
  detect: [[{ header: 'x-mandrill-signature' }]],
  metadata: {
    eventType: [{ formJson: 'mandrill_events', path: '0.event' }],
    deliveryId: [{ formJson: 'mandrill_events', path: '0._id' }],
    apartBy: [
      { formJson: 'mandrill_events', path: '0.event' },
      { formJson: 'mandrill_events', path: '0.ts' },
    ],
  },
  handshake: { text: 'An unsigned HEAD request, and a test POST, have to get 200.', source: 'memory' },
});
