import { publicKeyScheme } from '../public-key-scheme.ts';

export const fireblocks = publicKeyScheme({
  id: 'fireblocks',
  name: 'Fireblocks',
  docs: 'https://developers.fireblocks.com/docs/webhooks-notifications',
  secretHint:
    'The public key from Fireblocks’ documentation (PEM); to sign test requests, an RSA private key of your own (PEM).',
  notes: [],
  algorithm: 'rsa-sha512',
  recipe: { signature: { names: ['Fireblocks-Signature'], encoding: 'base64' } },
  publishedAt: 'https://developers.fireblocks.com/docs/webhooks-notifications',
  confirmed: false,
  detect: [[{ header: 'fireblocks-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [] },
});
