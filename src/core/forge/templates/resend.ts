import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'resend',
  name: 'Resend',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Svix-Webhooks/1.81.0 (sender-9YMgn; +https://www.svix.com/http-sender/)'],
  ],
});

const email = {
  created_at: '2026-03-04 09:12:41.127+00',
  email_id: '56761188-7520-42d8-8898-ff6fc54ce618',
  from: 'Shop <shop@example.com>',
  to: ['ana.nunez@example.com'],
  subject: 'Your order 1042',
};

export const resend = [
  event('email.delivered', 'email delivered', {
    type: 'email.delivered',
    created_at: '2026-03-04T09:12:44.183Z',
    data: email,
  }),
  event('email.bounced', 'email bounced', {
    type: 'email.bounced',
    created_at: '2026-03-04T09:12:44.183Z',
    data: {
      ...email,
      bounce: {
        type: 'Permanent',
        subType: 'General',
        message: 'The recipient’s mail server does not know the address.',
      },
    },
  }),
];
