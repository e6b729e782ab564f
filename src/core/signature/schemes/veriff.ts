import { recipeScheme } from '../recipe-scheme.ts';

export const veriff = recipeScheme({
  id: 'veriff',
  name: 'Veriff',
  docs: 'https://devdocs.veriff.com/v1/docs/hmac-authentication-and-endpoint-security',
  secretHint: 'The integration’s shared secret key, as text.',
  notes: ['X-AUTH-CLIENT is the API key: use the secret that belongs to it.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-HMAC-SIGNATURE'], encoding: 'hex' } }],
  detect: [[{ header: 'x-hmac-signature' }, { header: 'x-auth-client' }]],
  metadata: { eventType: [{ json: 'action' }], deliveryId: [{ json: 'id' }], apartBy: [{ json: 'action' }] },
});
