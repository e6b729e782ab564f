import { recipeScheme } from '../recipe-scheme.ts';

export const docusign = recipeScheme({
  id: 'docusign',
  name: 'DocuSign Connect',
  docs: 'https://developers.docusign.com/platform/webhooks/connect/hmac/',
  secretHint: 'An HMAC key of the account, as text.',
  notes: ['Each active key of the account has a numbered header of its own; any of them may match.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-DocuSign-Signature-{n}'], encoding: 'base64' } }],
  detect: [[{ header: 'x-docusign-signature-1' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [] },
});
