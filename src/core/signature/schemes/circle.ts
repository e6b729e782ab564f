import { publicKeyScheme } from '../public-key-scheme.ts';

export const circle = publicKeyScheme({
  id: 'circle',
  name: 'Circle',
  docs: 'https://developers.circle.com/wallets/webhook-notifications',
  secretHint:
    'The public key that Circle’s API answers for the id in X-Circle-Key-Id (base64 or PEM); to sign test requests, a P-256 private key of your own (PEM).',
  notes: [],
  algorithm: 'ecdsa-sha256',
  recipe: { signature: { names: ['X-Circle-Signature'], encoding: 'base64' } },
  publicForm: 'base64',
  publishedAt: 'https://api.circle.com/v2/notifications/publicKey',
  confirmed: false,
  detect: [[{ header: 'x-circle-signature' }]],
  metadata: { eventType: [{ json: 'notificationType' }], deliveryId: [{ json: 'notificationId' }] },
});
