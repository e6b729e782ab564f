import { recipeScheme } from '../recipe-scheme.ts';

export const adyenHeader = recipeScheme({
  id: 'adyen-header',
  name: 'Adyen (platforms and management)',
  docs: 'https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures',
  secretHint: 'The HMAC key of 64 hex digits; it is decoded.',
  notes: ['Adyen’s own library also accepts signatures with characters after them; here they have to be exact.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['HmacSignature'], encoding: 'base64' },
      secret: { encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'hmacsignature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [] },
  sdk: [{ library: '@adyen/api-library 32.1.0', refuses: ['invalid-utf8'] }],
});
