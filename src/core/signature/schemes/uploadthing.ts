import { recipeScheme } from '../recipe-scheme.ts';

export const uploadthing = recipeScheme({
  id: 'uploadthing',
  name: 'UploadThing',
  docs: 'https://docs.uploadthing.com',
  secretHint: 'The API key, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-uploadthing-signature'], assign: '=', version: 'hmac-sha256', encoding: 'hex' },
    },
  ],
  detect: [[{ header: 'x-uploadthing-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
