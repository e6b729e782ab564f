import { recipeScheme } from '../recipe-scheme.ts';

export const linkedin = recipeScheme({
  id: 'linkedin',
  name: 'LinkedIn',
  docs: 'https://learn.microsoft.com/linkedin/',
  secretHint: 'The app’s client secret, as text.',
  notes: ['“hmacsha256=” stands before the body in what is signed, and not in the header.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-LI-Signature'], encoding: 'hex' },
      signed: 'hmacsha256={body}',
    },
  ],
  detect: [[{ header: 'x-li-signature' }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [] },
  handshake: {
    text: 'A GET with challengeCode: answer with it and challengeResponse, its hex HMAC.',
    source: 'memory',
  },
});
