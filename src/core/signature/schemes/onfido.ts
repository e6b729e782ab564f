import { recipeScheme } from '../recipe-scheme.ts';

export const onfido = recipeScheme({
  id: 'onfido',
  name: 'Onfido',
  docs: 'https://documentation.onfido.com',
  secretHint: 'The webhook’s token, as text.',
  notes: ['Onfido’s own library throws on a signature of another length.'],
  recipes: [{ algorithm: 'hmac-sha256', signature: { names: ['X-SHA2-Signature'], encoding: 'hex' } }],
  detect: [[{ header: 'x-sha2-signature' }]],
  metadata: {
    eventType: [{ json: 'payload.action' }],
    deliveryId: [{ json: 'payload.object.id' }],
    apartBy: [{ json: 'payload.action' }],
  },
  sdk: [{ library: '@onfido/api 6.2.0', accepts: ['trailing-junk'] }],
});
