import { codeScheme } from '../code-scheme.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

const KEYS = 'https://www.googleapis.com/service_accounts/v1/metadata/x509/chat@system.gserviceaccount.com';

export const googleChat = codeScheme({
  id: 'google-chat',
  name: 'Google Chat apps',
  docs: 'https://developers.google.com/workspace/chat/verify-requests-from-chat',
  secretHint: `The certificates at ${KEYS}, with the app’s project number on a line before them; without it the token’s audience must be the public URL. To sign test requests, an RSA private key of your own (PEM).`,
  notes: ['The token says who sends and to whom; the body is not signed.'],
  signsUrl: true,
  confirmed: false,
  mechanism: jwtMechanism({
    header: { name: 'Authorization', prefix: 'Bearer ' },
    algorithms: ['RS256'],
    claims: {
      issuers: ['chat@system.gserviceaccount.com'],
      expires: 'required',
      leewaySeconds: 0,
      audience: true,
    },
    identifier: { shape: /^[^\s{}-][^\s{}]{0,500}$/, claim: 'aud' },
    keysAt: KEYS,
    published: { kind: 'certificates' },
    lifetimeSeconds: 3600,
  }),
  headers: ['User-Agent'],
  identifier: ['audience', 'aud'],
  keyPair: 'rsa',
  publicForm: 'pem',
  detect: [
    [
      { header: 'authorization', pattern: /^Bearer eyJ/i },
      { header: 'user-agent', pattern: /^Google-Dynamite/ },
    ],
  ],
  metadata: { eventType: [{ json: 'type' }] },
});
