import { codeScheme } from '../code-scheme.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

export const monday = codeScheme({
  id: 'monday',
  name: 'monday.com (apps)',
  docs: 'https://developer.monday.com/apps/docs/webhooks',
  secretHint: 'The app’s signing secret, as text.',
  notes: [
    'The token says where the request goes, not what is in it: the body is not signed.',
    'Webhooks of integrations without an app are not signed.',
  ],
  signsUrl: true,
  mechanism: jwtMechanism({
    header: { name: 'Authorization', prefix: '' },
    algorithms: ['HS256'],
    claims: { expires: 'required', leewaySeconds: 0, audience: true },
  }),
  detect: [
    [{ header: 'authorization', pattern: /^eyJ/ }, { json: 'challenge' }],
    [{ header: 'authorization', pattern: /^eyJ/ }, { json: 'event.type' }],
  ],
  metadata: { eventType: [{ json: 'event.type' }], deliveryId: [{ json: 'event.triggerUuid' }] },
  handshake: { text: 'A POST with challenge: answer with {"challenge": …}.', source: 'documented' },
});
