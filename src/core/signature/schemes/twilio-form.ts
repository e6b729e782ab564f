import { recipeScheme } from '../recipe-scheme.ts';
import { twilioUrls } from './twilio-url.ts';

export const twilioForm = recipeScheme({
  id: 'twilio-form',
  name: 'Twilio',
  docs: 'https://www.twilio.com/docs/usage/security#validating-requests',
  secretHint: 'The account’s auth token, as text.',
  notes: [
    'The public URL and the decoded form parameters are signed, not the raw body.',
    'The URL is tried as received, and with and without its port, as Twilio’s own library does.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha1',
      signature: { names: ['X-Twilio-Signature'], encoding: 'base64' },
      signed: '{url}{form*}',
    },
  ],
  hooks: { urls: twilioUrls },
  detect: [[{ header: 'x-twilio-signature' }, { noQuery: 'bodySHA256' }]],
  metadata: {
    eventType: [{ form: 'EventType' }, { form: 'MessageStatus' }, { form: 'CallStatus' }, { form: 'SmsStatus' }],
    deliveryId: [{ header: 'i-twilio-idempotency-token' }, { form: 'MessageSid' }, { form: 'CallSid' }],
    apartBy: [{ form: 'EventType' }, { form: 'MessageStatus' }, { form: 'CallStatus' }],
  },
});
