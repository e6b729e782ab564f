import { codeScheme } from '../code-scheme.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

export const livekit = codeScheme({
  id: 'livekit',
  name: 'LiveKit',
  docs: 'https://docs.livekit.io/home/server/webhooks/',
  secretHint:
    'API key, a colon and the API secret (“APIabc:secret”); the secret alone verifies without checking who issued the token.',
  notes: ['The Authorization header holds the bare token, without “Bearer”.'],
  mechanism: jwtMechanism({
    header: { name: 'Authorization', prefix: '' },
    algorithms: ['HS256'],
    claims: {
      expires: 'required',
      // As LiveKit's own library.
      leewaySeconds: 10,
      required: ['iss'],
      body: { claim: 'sha256', encoding: 'base64', required: 'always' },
    },
    identifier: { shape: /^[\w-]{1,100}$/, claim: 'iss' },
  }),
  identifier: ['apiKey'],
  detect: [[{ header: 'authorization', pattern: /^eyJ/ }]],
  metadata: { eventType: [{ json: 'event' }], deliveryId: [{ json: 'id' }] },
  sdk: [{ library: 'livekit-server-sdk 2.19.2', refuses: ['invalid-utf8'] }],
});
