import { recipeScheme } from '../recipe-scheme.ts';

export const expo = recipeScheme({
  id: 'expo',
  name: 'Expo (EAS)',
  docs: 'https://docs.expo.dev/eas/webhooks/',
  secretHint: 'The webhook’s secret, as text.',
  notes: [],
  recipes: [
    { algorithm: 'hmac-sha1', signature: { names: ['expo-signature'], assign: '=', version: 'sha1', encoding: 'hex' } },
  ],
  detect: [[{ header: 'expo-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
