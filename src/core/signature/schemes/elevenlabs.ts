import { recipeScheme } from '../recipe-scheme.ts';

export const elevenlabs = recipeScheme({
  id: 'elevenlabs',
  name: 'ElevenLabs',
  docs: 'https://elevenlabs.io/docs/product-guides/administration/webhooks',
  secretHint: 'The webhook’s secret, whole: a prefix is part of it.',
  notes: ['The window is 30 minutes; ElevenLabs’ own library accepts timestamps from the future.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['ElevenLabs-Signature'], separator: ',', assign: '=', version: 'v0', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 1800 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'elevenlabs-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [] },
  sdk: [{ library: '@elevenlabs/elevenlabs-js 2.73.0', refuses: ['invalid-utf8', 'capital-hex'], accepts: ['future'] }],
});
