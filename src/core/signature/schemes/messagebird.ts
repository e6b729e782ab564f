import { codeScheme } from '../code-scheme.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

export const messagebird = codeScheme({
  id: 'messagebird',
  name: 'MessageBird (Bird, older webhooks)',
  docs: 'https://developers.messagebird.com',
  secretHint: 'The account’s signing key, as text.',
  notes: [
    'The public URL is signed with its query as it was sent.',
    'MessageBird’s own Express middleware (4.0.1) lets wrong signatures through: it does not wait for its check.',
  ],
  signsUrl: true,
  mechanism: jwtMechanism({
    header: { name: 'MessageBird-Signature-JWT', prefix: '' },
    algorithms: ['HS256', 'HS384', 'HS512'],
    claims: {
      issuers: ['MessageBird'],
      expires: 'required',
      leewaySeconds: 5,
      required: ['jti'],
      url: { claim: 'url_hash', form: 'sha256' },
      body: { claim: 'payload_hash', encoding: 'hex', required: 'with-body' },
    },
    lifetimeSeconds: 60,
  }),
  detect: [[{ header: 'messagebird-signature-jwt' }]],
});
