import { publicKeyScheme } from '../public-key-scheme.ts';

export const travis = publicKeyScheme({
  id: 'travis',
  name: 'Travis CI',
  docs: 'https://docs.travis-ci.com/user/notifications/#verifying-webhook-requests',
  secretHint:
    'The public key that https://api.travis-ci.com/config shows (PEM); to sign test requests, an RSA private key of your own (PEM).',
  notes: ['The decoded form field “payload” is signed, not the raw body.'],
  algorithm: 'rsa-sha1',
  recipe: { signature: { names: ['Signature'], encoding: 'base64' }, signed: '{form:payload}' },
  publishedAt: 'https://api.travis-ci.com/config',
  published: { kind: 'json', path: 'config.notifications.webhook.public_key' },
  confirmed: false,
  detect: [[{ header: 'signature' }, { header: 'travis-repo-slug' }]],
  metadata: { eventType: [], deliveryId: [] },
});
