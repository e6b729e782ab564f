import { codeScheme } from '../code-scheme.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

export const plaid = codeScheme({
  id: 'plaid',
  name: 'Plaid',
  docs: 'https://plaid.com/docs/api/webhooks/webhook-verification/',
  secretHint:
    'The JWK that /webhook_verification_key/get answers for the token’s kid; to sign test requests, a P-256 private key of your own (PEM).',
  notes: ['Plaid writes its bodies with two spaces of indentation; the raw bytes count.'],
  mechanism: jwtMechanism({
    header: { name: 'Plaid-Verification', prefix: '' },
    algorithms: ['ES256'],
    claims: {
      expires: 'where-present',
      maxAgeSeconds: 300,
      leewaySeconds: 0,
      body: { claim: 'request_body_sha256', encoding: 'hex', required: 'always' },
    },
    keysAt: 'https://production.plaid.com/webhook_verification_key/get',
  }),
  keyPair: 'p256',
  publicForm: 'jwk',
  detect: [[{ header: 'plaid-verification' }]],
  timestampIn: 'iat in the token',
  metadata: { eventType: [{ json: 'webhook_code' }] },
});
