import { codeScheme } from '../code-scheme.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

export const upstashQstash = codeScheme({
  id: 'upstash-qstash',
  name: 'Upstash QStash',
  docs: 'https://upstash.com/docs/qstash/howto/signature',
  secretHint: 'The current signing key; add the next signing key as a second secret.',
  notes: ['The public URL is signed; Upstash’s own library checks it only where it is told the URL.'],
  signsUrl: true,
  mechanism: jwtMechanism({
    header: { name: 'Upstash-Signature', prefix: '' },
    algorithms: ['HS256'],
    claims: {
      issuers: ['Upstash'],
      expires: 'required',
      leewaySeconds: 0,
      url: { claim: 'sub', form: 'text' },
      body: { claim: 'body', encoding: 'base64url', required: 'always' },
    },
  }),
  detect: [[{ header: 'upstash-signature' }]],
  metadata: { deliveryId: [{ header: 'upstash-message-id' }] },
  sdk: [{ library: '@upstash/qstash 2.12.0', refuses: ['invalid-utf8'] }],
});
