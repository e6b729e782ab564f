import { codeScheme } from '../code-scheme.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

export const vonageJwt = codeScheme({
  id: 'vonage-jwt',
  name: 'Vonage (signed webhooks)',
  docs: 'https://developer.vonage.com/en/getting-started/concepts/webhooks',
  secretHint: 'The account’s signature secret, as text.',
  notes: [
    'Vonage’s own library checks the token alone: it does not compare payload_hash with the body.',
    'Vonage names no window; 300 s either way of iat is used here.',
  ],
  mechanism: jwtMechanism({
    header: { name: 'Authorization', prefix: 'Bearer ' },
    algorithms: ['HS256'],
    claims: {
      issuers: ['Vonage'],
      expires: 'where-present',
      maxAgeSeconds: 300,
      leewaySeconds: 0,
      body: { claim: 'payload_hash', encoding: 'hex', required: 'with-body' },
    },
  }),
  detect: [[{ header: 'authorization', pattern: /^Bearer eyJ/i }]],
});
