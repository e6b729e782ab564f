import { recipeScheme } from '../recipe-scheme.ts';

export const cloudflareNotifications = recipeScheme({
  id: 'cloudflare-notifications',
  name: 'Cloudflare (notifications)',
  docs: 'https://developers.cloudflare.com/notifications/get-started/configure-webhooks/',
  secretHint: 'The webhook destination’s secret, as text.',
  notes: [],
  recipes: [{ algorithm: 'token', signature: { names: ['cf-webhook-auth'] } }],
  detect: [[{ header: 'cf-webhook-auth' }]],
  metadata: { eventType: [], deliveryId: [] },
});
