import { recipeScheme } from '../recipe-scheme.ts';

export const inngest = recipeScheme({
  id: 'inngest',
  name: 'Inngest',
  docs: 'https://www.inngest.com/docs/platform/signing-keys',
  secretHint: 'The signing key, with or without “signkey-prod-” before it.',
  notes: ['The body is signed as it stands, then the timestamp, with nothing between them.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-inngest-signature'], separator: '&', assign: '=', version: 's', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{body}{ts}',
      secret: { strip: ['signkey-{word}-'] },
    },
  ],
  detect: [[{ header: 'x-inngest-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
