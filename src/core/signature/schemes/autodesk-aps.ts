import { recipeScheme } from '../recipe-scheme.ts';

export const autodeskAps = recipeScheme({
  id: 'autodesk-aps',
  name: 'Autodesk Platform Services',
  docs: 'https://aps.autodesk.com/en/docs/webhooks/v1/',
  secretHint: 'The webhook’s secret token, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha1',
      signature: { names: ['x-adsk-signature'], assign: '=', version: 'sha1hash', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-adsk-signature' }]],
  metadata: { eventType: [{ json: 'hook.event' }], deliveryId: [] },
});
