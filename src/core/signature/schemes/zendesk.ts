import { recipeScheme } from '../recipe-scheme.ts';

export const zendesk = recipeScheme({
  id: 'zendesk',
  name: 'Zendesk',
  docs: 'https://developer.zendesk.com/documentation/webhooks/verifying',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: [
    'Test deliveries from the webhook’s form are signed with a secret that Zendesk publishes.',
    'GET and DELETE requests have an empty body.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Zendesk-Webhook-Signature'], encoding: 'base64' },
      timestamp: { in: 'header', name: 'X-Zendesk-Webhook-Signature-Timestamp', unit: 'iso', toleranceSeconds: 300 },
      signed: '{ts}{body}',
    },
  ],
  detect: [[{ header: 'x-zendesk-webhook-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'x-zendesk-webhook-invocation-id' }] },
});
