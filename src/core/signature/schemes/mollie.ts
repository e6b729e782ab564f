import { recipeScheme } from '../recipe-scheme.ts';

export const mollie = recipeScheme({
  id: 'mollie',
  name: 'Mollie',
  docs: 'https://docs.mollie.com/reference/webhooks-new',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: [
    'Classic webhooks carry only an id in a form and no signature: fetch the payment instead.',
    'Mollie’s own library returns false, and does not throw, when the signature is missing.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Mollie-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-mollie-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
  sdk: [{ library: 'mollie-api-typescript 1.12.28', refuses: ['invalid-utf8'] }],
});
