import { codeScheme } from '../code-scheme.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

export const fusionauth = codeScheme({
  id: 'fusionauth',
  name: 'FusionAuth',
  docs: 'https://fusionauth.io/docs/extend/events-and-webhooks/signing',
  secretHint:
    'The shared secret of an HMAC signing key, as text, or the public key (PEM, JWK or JWK set) of a key pair; a private key signs too.',
  notes: ['Which algorithm counts is decided by the key that is pasted, never by the token.'],
  mechanism: jwtMechanism({
    header: { name: 'X-FusionAuth-Signature-JWT', prefix: '' },
    algorithms: ['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'],
    claims: {
      expires: 'where-present',
      leewaySeconds: 0,
      body: { claim: 'request_body_sha256', encoding: 'base64', required: 'always' },
    },
  }),
  detect: [[{ header: 'x-fusionauth-signature-jwt' }]],
  metadata: { eventType: [{ json: 'event.type' }], deliveryId: [{ json: 'event.id' }] },
});
