import { recipeScheme } from '../recipe-scheme.ts';

export const adyenPayments = recipeScheme({
  id: 'adyen-payments',
  name: 'Adyen (payments)',
  docs: 'https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures',
  secretHint: 'The HMAC key of 64 hex digits; it is decoded.',
  notes: [
    'Only eight fields are signed: reason, additionalData and all else can be changed.',
    'Fields are joined by “:” without escaping, so a colon in one can move text into the next.',
    'Basic authentication, where it is set up, has to be checked as well.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: {
        in: 'json',
        names: ['notificationItems.0.NotificationRequestItem.additionalData.hmacSignature'],
        encoding: 'base64',
      },
      signed:
        '{json:notificationItems.0.NotificationRequestItem.pspReference}:{json:notificationItems.0.NotificationRequestItem.originalReference}:{json:notificationItems.0.NotificationRequestItem.merchantAccountCode}:{json:notificationItems.0.NotificationRequestItem.merchantReference}:{json:notificationItems.0.NotificationRequestItem.amount.value}:{json:notificationItems.0.NotificationRequestItem.amount.currency}:{json:notificationItems.0.NotificationRequestItem.eventCode}:{json:notificationItems.0.NotificationRequestItem.success}',
      secret: { encoding: 'hex' },
    },
  ],
  detect: [
    [{ json: 'notificationItems.0.NotificationRequestItem.additionalData.hmacSignature' }],
    [{ json: 'notificationItems.0.NotificationRequestItem' }],
  ],
  metadata: {
    eventType: [{ json: 'notificationItems.0.NotificationRequestItem.eventCode' }],
    deliveryId: [{ json: 'notificationItems.0.NotificationRequestItem.pspReference' }],
  },
});
