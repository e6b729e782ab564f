import { publicKeyScheme } from '../public-key-scheme.ts';

export const wise = publicKeyScheme({
  id: 'wise',
  name: 'Wise',
  docs: 'https://docs.wise.com/api-docs/features/webhooks-notifications',
  secretHint:
    'Wise’s public key (PEM; production and sandbox have one each); to sign test requests, an RSA private key of your own (PEM).',
  notes: [],
  algorithm: 'rsa-sha256',
  recipe: { signature: { names: ['X-Signature-SHA256'], encoding: 'base64' } },
  publishedAt: 'https://docs.wise.com/api-docs/features/webhooks-notifications',
  detect: [[{ header: 'x-signature-sha256' }]],
  metadata: { eventType: [{ json: 'event_type' }], deliveryId: [{ header: 'x-delivery-id' }] },
});
