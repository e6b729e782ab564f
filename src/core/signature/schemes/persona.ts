import { recipeScheme } from '../recipe-scheme.ts';

export const persona = recipeScheme({
  id: 'persona',
  name: 'Persona',
  docs: 'https://docs.withpersona.com/webhooks-best-practices',
  secretHint: 'The webhook’s secret, as text.',
  notes: ['During rotation there may be two pairs of t and v1 with a space between them: the last one is checked.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Persona-Signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'persona-signature' }]],
  metadata: { eventType: [{ json: 'data.attributes.name' }], deliveryId: [{ json: 'data.id' }] },
});
