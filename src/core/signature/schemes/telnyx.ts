import { publicKeyScheme } from '../public-key-scheme.ts';

export const telnyx = publicKeyScheme({
  id: 'telnyx',
  name: 'Telnyx',
  docs: 'https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks',
  secretHint:
    'The account’s public key (base64) to verify; to sign test requests, an Ed25519 private key of your own (PEM, or “seed:” and 64 hex digits).',
  notes: [],
  algorithm: 'ed25519',
  recipe: {
    signature: { names: ['Telnyx-Signature-Ed25519'], encoding: 'base64' },
    timestamp: { in: 'header', name: 'Telnyx-Timestamp', unit: 's', toleranceSeconds: 300 },
    signed: '{ts}|{body}',
  },
  publishedAt: null,
  publicForm: 'base64',
  detect: [[{ header: 'telnyx-signature-ed25519' }]],
  metadata: { eventType: [{ json: 'data.event_type' }], deliveryId: [{ json: 'data.id' }] },
  sdk: [{ library: 'telnyx 7.24.0', refuses: ['invalid-utf8'] }],
});
