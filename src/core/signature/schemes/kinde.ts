import { codeScheme } from '../code-scheme.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

export const kinde = codeScheme({
  id: 'kinde',
  name: 'Kinde',
  docs: 'https://docs.kinde.com/integrate/webhooks/about-webhooks/',
  secretHint:
    'The key set that https://<your business>.kinde.com/.well-known/jwks answers; to sign test requests, an RSA private key of your own (PEM).',
  notes: [
    'The whole body is the token: the event is in its claims.',
    'The claims carry no time that is documented: a captured delivery may verify for ever.',
  ],
  mechanism: jwtMechanism({
    header: null,
    algorithms: ['RS256'],
    claims: { expires: 'where-present', leewaySeconds: 0 },
    keysAt: 'https://<your business>.kinde.com/.well-known/jwks',
  }),
  headers: ['Content-Type'],
  keyPair: 'rsa',
  publicForm: 'jwks',
  detect: [[{ header: 'content-type', pattern: /^application\/jwt/i }]],
});
