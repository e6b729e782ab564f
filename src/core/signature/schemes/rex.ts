import { recipeScheme } from '../recipe-scheme.ts';

export const rex = recipeScheme({
  id: 'rex',
  name: 'Rex',
  docs: null,
  secretHint: 'The text chosen when subscribing; a leading “whsec_” is part of it.',
  notes: ['The published samples never check the timestamp; 300 s is the usual window.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-rex-signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'x-rex-signature' }]],
  // `data.id`, which the samples fall back on, is the record's: a second change of it is no retry.
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'id' }], apartBy: [{ json: 'event' }] },
  delivery: { success: [200], deadlineMs: null, source: 'documented', retry: null },
});
