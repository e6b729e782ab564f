import { type PublicKeyRecipe, publicKeyScheme } from '../public-key-scheme.ts';

const recipe = (prefix: string): PublicKeyRecipe => ({
  signature: { names: [`${prefix}-signature`], separator: ' ', assign: ',', version: 'v1a', encoding: 'base64' },
  timestamp: { in: 'header', name: `${prefix}-timestamp`, unit: 's', toleranceSeconds: 300 },
  signed: `{h:${prefix}-id}.{ts}.{body}`,
  // The specification forbids it: an id with a dot could take over the start of what follows.
  forbidden: { [`${prefix}-id`]: '.' },
});

export const standardWebhooksV1a = publicKeyScheme({
  id: 'standard-webhooks-v1a',
  name: 'Standard Webhooks (v1a, Ed25519)',
  docs: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  secretHint:
    'The public key (“whpk_” and base64) to verify, or the private key (“whsk_” and base64), which also signs.',
  notes: [
    'The official JavaScript and Python libraries check v1 signatures only.',
    'Svix sends the same under its own header names.',
  ],
  algorithm: 'ed25519',
  recipe: recipe('webhook'),
  alternatives: [recipe('svix')],
  publishedAt: null,
  publicForm: 'whpk',
  detect: [
    [{ header: 'webhook-signature', pattern: /(^|\s)v1a,/ }],
    [{ header: 'svix-signature', pattern: /(^|\s)v1a,/ }],
  ],
  metadata: {
    eventType: [{ json: 'type' }],
    deliveryId: [{ header: 'webhook-id' }, { header: 'svix-id' }],
  },
});
