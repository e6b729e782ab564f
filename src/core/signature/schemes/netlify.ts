import { codeScheme } from '../code-scheme.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

export const netlify = codeScheme({
  id: 'netlify',
  name: 'Netlify',
  docs: 'https://docs.netlify.com/site-deploys/notifications/#payload-signature',
  secretHint: 'The JWS secret token of the outgoing notification, as text.',
  notes: ['The token has no time in it: a captured delivery verifies for ever.'],
  mechanism: jwtMechanism({
    header: { name: 'X-Webhook-Signature', prefix: '' },
    algorithms: ['HS256'],
    claims: {
      issuers: ['netlify'],
      expires: 'where-present',
      leewaySeconds: 0,
      body: { claim: 'sha256', encoding: 'hex', required: 'always' },
    },
  }),
  detect: [[{ header: 'x-webhook-signature', pattern: /^[\w-]+\.[\w-]+\.[\w-]+$/ }]],
  metadata: { eventType: [{ header: 'x-netlify-event' }] },
});
