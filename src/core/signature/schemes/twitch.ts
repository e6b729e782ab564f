import { recipeScheme } from '../recipe-scheme.ts';

export const twitch = recipeScheme({
  id: 'twitch',
  name: 'Twitch (EventSub)',
  docs: 'https://dev.twitch.tv/docs/eventsub/handling-webhook-events/',
  secretHint: 'The secret given when subscribing, as text.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Twitch-Eventsub-Message-Signature'], assign: '=', version: 'sha256', encoding: 'hex' },
      timestamp: { in: 'header', name: 'Twitch-Eventsub-Message-Timestamp', unit: 'iso', toleranceSeconds: 600 },
      signed: '{h:Twitch-Eventsub-Message-Id}{ts}{body}',
    },
  ],
  detect: [[{ header: 'twitch-eventsub-message-signature' }]],
  metadata: {
    eventType: [{ header: 'twitch-eventsub-subscription-type' }],
    deliveryId: [{ header: 'twitch-eventsub-message-id' }],
  },
  delivery: { success: ['2xx'], deadlineMs: null, source: 'memory', retry: null },
  handshake: {
    text: 'A signed message of type webhook_callback_verification: answer 200 with its challenge as plain text.',
    source: 'documented',
  },
});
