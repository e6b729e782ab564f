import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const telegram = recipeScheme({
  id: 'telegram',
  name: 'Telegram',
  docs: 'https://core.telegram.org/bots/api#setwebhook',
  secretHint: 'The secret_token given to setWebhook.',
  notes: [],
  recipes: [{ algorithm: 'token', signature: { names: ['X-Telegram-Bot-Api-Secret-Token'] } }],
  detect: [[{ header: 'x-telegram-bot-api-secret-token' }]],
  metadata: { eventType: [], deliveryId: [{ json: 'update_id' }] },
  delivery: { success: ['2xx'], deadlineMs: null, source: 'memory', retry: retryPolicy({ source: 'memory' }) },
});
