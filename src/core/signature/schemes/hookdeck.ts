import { recipeScheme } from '../recipe-scheme.ts';

export const hookdeck = recipeScheme({
  id: 'hookdeck',
  name: 'Hookdeck',
  docs: 'https://hookdeck.com/docs/authentication',
  secretHint: 'The webhook’s signing secret, as text.',
  notes: ['During rotation x-hookdeck-signature-2 carries a signature with the other secret; either may match.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Hookdeck-Signature', 'X-Hookdeck-Signature-2'], encoding: 'base64' },
    },
  ],
  detect: [[{ header: 'x-hookdeck-signature' }], [{ header: 'x-hookdeck-signature-2' }]],
  metadata: { eventType: [], deliveryId: [{ header: 'x-hookdeck-eventid' }] },
});
