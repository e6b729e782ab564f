import { publicKeyScheme } from '../public-key-scheme.ts';

export const standardWebhooksV1a = publicKeyScheme({
  id: 'standard-webhooks-v1a',
  name: 'Standard Webhooks (v1a, Ed25519)',
  docs: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  secretHint:
    'The public key (“whpk_” and base64) to verify, or the private key (“whsk_” and base64), which also signs.',
  notes: ['The official JavaScript and Python libraries check v1 signatures only.'],
  algorithm: 'ed25519',
  recipe: {
    signature: { names: ['webhook-signature'], separator: ' ', assign: ',', version: 'v1a', encoding: 'base64' },
    timestamp: { in: 'header', name: 'webhook-timestamp', unit: 's', toleranceSeconds: 300 },
    signed: '{h:webhook-id}.{ts}.{body}',
    forbidden: { 'webhook-id': '.' },
  },
  publishedAt: null,
  detect: [[{ header: 'webhook-signature', pattern: /(^|\s)v1a,/ }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
});
