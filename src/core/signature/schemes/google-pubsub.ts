import { codeScheme } from '../code-scheme.ts';
import { retryPolicy } from '../delivery.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';

const KEYS = 'https://www.googleapis.com/oauth2/v3/certs';

export const googlePubsub = codeScheme({
  id: 'google-pubsub',
  name: 'Google Pub/Sub (push)',
  docs: 'https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions',
  secretHint: `The key set at ${KEYS}; where the subscription names another audience than the URL, that audience on a line before it. To sign test requests, an RSA private key of your own (PEM).`,
  notes: [
    'The token says who sends and to whom; the body is not signed.',
    'Any Google customer can have such a token made: compare its email claim with your service account in your handler.',
  ],
  signsUrl: true,
  confirmed: false,
  mechanism: jwtMechanism({
    header: { name: 'Authorization', prefix: 'Bearer ' },
    algorithms: ['RS256'],
    claims: {
      issuers: ['https://accounts.google.com', 'accounts.google.com'],
      expires: 'required',
      leewaySeconds: 0,
      audience: true,
    },
    identifier: { shape: /^[^\s{}-][^\s{}]{0,500}$/, claim: 'aud' },
    keysAt: KEYS,
    published: { kind: 'jwks' },
    lifetimeSeconds: 3600,
  }),
  identifier: ['audience', 'aud'],
  keyPair: 'rsa',
  publicForm: 'jwks',
  detect: [[{ header: 'authorization', pattern: /^Bearer eyJ/i }, { json: 'subscription' }]],
  metadata: { deliveryId: [{ json: 'message.messageId' }] },
  delivery: {
    success: [102, 200, 201, 202, 204],
    deadlineMs: null,
    source: 'documented',
    retry: retryPolicy({ source: 'documented' }),
  },
});
