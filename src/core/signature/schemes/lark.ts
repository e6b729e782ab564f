import { recipeScheme } from '../recipe-scheme.ts';

export const lark = recipeScheme({
  id: 'lark',
  name: 'Lark and Feishu',
  docs: 'https://open.larksuite.com',
  secretHint: 'The app’s encrypt key, as text.',
  notes: ['Only apps with an encrypt key sign their requests.'],
  recipes: [
    {
      algorithm: 'hash-sha256',
      signature: { names: ['X-Lark-Signature'], encoding: 'hex' },
      timestamp: { in: 'header', name: 'X-Lark-Request-Timestamp', unit: 's', toleranceSeconds: null },
      signed: '{ts}{h:X-Lark-Request-Nonce}{secret}{body}',
    },
  ],
  detect: [[{ header: 'x-lark-signature' }]],
  metadata: { eventType: [{ json: 'header.event_type' }], deliveryId: [{ json: 'header.event_id' }] },
  confirmed: false,
  handshake: { text: 'A POST with type url_verification: answer with its challenge.', source: 'documented' },
});
