import { recipeScheme } from '../recipe-scheme.ts';

export const retell = recipeScheme({
  id: 'retell',
  name: 'Retell AI',
  docs: 'https://docs.retellai.com/features/secure-webhook',
  secretHint: 'The API key, as text.',
  notes: [
    'The secret is a full API credential: keep it out of logs and samples.',
    'The timestamp is signed after the body.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-retell-signature'], separator: ',', assign: '=', version: 'd', encoding: 'hex' },
      timestamp: { in: 'signature', name: 'v', unit: 'ms', toleranceSeconds: 300 },
      signed: '{body}{ts}',
    },
  ],
  detect: [[{ header: 'x-retell-signature' }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'call.call_id' }], apartBy: [{ json: 'event' }] },
  sdk: [{ library: 'retell-sdk 5.66.1', refuses: ['invalid-utf8', 'one-signature-only'] }],
});
