import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const oktaEventHooks = recipeScheme({
  id: 'okta-event-hooks',
  name: 'Okta (event and inline hooks)',
  docs: 'https://developer.okta.com/docs/concepts/event-hooks/',
  secretHint: 'The Authorization header’s value as set in the hook, whole.',
  notes: ['The header’s name can be changed in the hook: use a recipe of your own then.'],
  recipes: [{ algorithm: 'token', signature: { names: ['Authorization'] } }],
  detect: [[{ header: 'authorization' }, { header: 'user-agent', pattern: /Okta/ }]],
  metadata: {
    eventType: [{ json: 'data.events.0.eventType' }, { json: 'eventType' }],
    deliveryId: [{ json: 'eventId' }],
  },
  delivery: {
    success: [200],
    deadlineMs: 3_000,
    source: 'memory',
    retry: retryPolicy({ attempts: 2, source: 'memory' }),
  },
  handshake: {
    text: 'A GET with X-Okta-Verification-Challenge: answer 200 with {"verification": …}, its value.',
    source: 'documented',
  },
});
