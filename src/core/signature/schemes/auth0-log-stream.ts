import { recipeScheme } from '../recipe-scheme.ts';

export const auth0LogStream = recipeScheme({
  id: 'auth0-log-stream',
  name: 'Auth0 (log streams)',
  docs: 'https://auth0.com/docs/customize/log-streams/custom-log-streams',
  secretHint: 'The Authorization header’s value as set in the stream, whole.',
  notes: [],
  recipes: [{ algorithm: 'token', signature: { names: ['Authorization'] } }],
  detect: [
    [{ header: 'authorization' }, { json: '0.log_id' }],
    [{ header: 'authorization' }, { json: 'logs.0.log_id' }],
  ],
  metadata: { eventType: [{ json: '0.data.type' }], deliveryId: [{ json: '0.log_id' }] },
  confirmed: false,
});
