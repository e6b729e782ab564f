import { recipeScheme } from '../recipe-scheme.ts';

export const plivoV2 = recipeScheme({
  id: 'plivo-v2',
  name: 'Plivo (V2)',
  docs: 'https://www.plivo.com/docs/',
  secretHint: 'The account’s auth token, as text.',
  notes: ['Only the URL without its query, and the nonce, are signed.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Plivo-Signature-V2'], separator: ',', encoding: 'base64' },
      signed: '{url}{h:X-Plivo-Signature-V2-Nonce}',
    },
  ],
  hooks: { urls: (url) => [withoutQuery(url)] },
  detect: [[{ header: 'x-plivo-signature-v2' }]],
  metadata: {
    eventType: [{ form: 'Event' }],
    deliveryId: [{ form: 'CallUUID' }, { form: 'MessageUUID' }],
    apartBy: [{ form: 'Event' }, { form: 'CallStatus' }, { form: 'Status' }],
  },
});

/** A URL parser writes an empty path as `/`, and Plivo's own library takes the URL through one. */
function withoutQuery(url: string): string {
  const base = url.replace(/[?#].*$/s, '');
  return /^[a-z]+:\/\/[^/]*$/i.test(base) ? `${base}/` : base;
}
