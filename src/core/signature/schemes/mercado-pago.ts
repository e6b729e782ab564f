import { recipeScheme } from '../recipe-scheme.ts';

export const mercadoPago = recipeScheme({
  id: 'mercado-pago',
  name: 'Mercado Pago',
  docs: 'https://www.mercadopago.com/developers/en/docs/your-integrations/notifications/webhooks',
  secretHint: 'The application’s webhook secret, as text.',
  notes: [
    'The query’s data.id, x-request-id and the timestamp are signed, not the body: fetch the payment before acting on it.',
    'The timestamp comes in seconds or in milliseconds.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 'ts', unit: 's', toleranceSeconds: null },
      signed: '{q?:data.id|id:|;|l}{h?:X-Request-Id|request-id:|;}ts:{ts};',
    },
  ],
  detect: [[{ header: 'x-signature', pattern: /(^|,)\s*ts=/ }]],
  metadata: { eventType: [{ json: 'action' }, { json: 'type' }], deliveryId: [{ header: 'x-request-id' }] },
});
