import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'adyen-payments',
  name: 'Adyen',
  headers: () => [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['User-Agent', 'Adyen HttpClient 1.0'],
  ],
});

function notification(eventCode: string, pspReference: string, more: object) {
  return {
    live: 'false',
    notificationItems: [
      {
        NotificationRequestItem: {
          additionalData: { cardSummary: '0000', expiryDate: '03/2030' },
          amount: { currency: 'EUR', value: 4998 },
          eventCode,
          eventDate: '2026-03-04T10:12:44+01:00',
          merchantAccountCode: 'HarbourGoodsECOM',
          merchantReference: 'order-1042',
          originalReference: '',
          paymentMethod: 'visa',
          pspReference,
          reason: '',
          success: 'true',
          ...more,
        },
      },
    ],
  };
}

export const adyen = [
  event(
    'AUTHORISATION',
    'payment authorised',
    notification('AUTHORISATION', 'EXAMPLE000001042', { operations: ['CANCEL', 'CAPTURE', 'REFUND'] }),
  ),
  event(
    'REFUND',
    'payment refunded',
    notification('REFUND', 'EXAMPLE000001043', { originalReference: 'EXAMPLE000001042' }),
  ),
];
