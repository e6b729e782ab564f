import { publicKeyScheme } from '../public-key-scheme.ts';

export const sendgrid = publicKeyScheme({
  id: 'sendgrid',
  name: 'SendGrid event webhook',
  docs: 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
  secretHint:
    'The verification key (base64), as SendGrid shows it; to sign test requests, a P-256 private key of your own (PEM).',
  notes: [
    'Bodies end with CRLF, and every byte counts.',
    'SendGrid documents no window for the timestamp; 300 s either way is used here.',
  ],
  algorithm: 'ecdsa-sha256',
  recipe: {
    signature: { names: ['X-Twilio-Email-Event-Webhook-Signature'], encoding: 'base64' },
    timestamp: {
      in: 'header',
      name: 'X-Twilio-Email-Event-Webhook-Timestamp',
      unit: 's',
      toleranceSeconds: 300,
    },
    signed: '{ts}{body}',
  },
  publishedAt: null,
  publicForm: 'base64',
  detect: [[{ header: 'x-twilio-email-event-webhook-signature' }]],
  metadata: { eventType: [{ json: '0.event' }], deliveryId: [{ json: '0.sg_event_id' }] },
  sdk: [{ library: '@sendgrid/eventwebhook 8.0.0', refuses: ['invalid-utf8'], accepts: ['any-age'] }],
});
