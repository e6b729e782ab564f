import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'razorpay',
  name: 'Razorpay',
  headers: (_, delivery) => [
    ['User-Agent', 'Razorpay-Webhook/v1'],
    ['Content-Type', 'application/json'],
    ['X-Razorpay-Event-Id', delivery],
  ],
});

function payment(type: string, status: string, more: object) {
  return {
    entity: 'event',
    account_id: 'acc_ExampleHarbour',
    event: type,
    contains: ['payment'],
    payload: {
      payment: {
        entity: {
          id: 'pay_Example1042aaa',
          entity: 'payment',
          amount: 49980,
          currency: 'INR',
          status,
          order_id: 'order_Example1042a',
          method: 'upi',
          email: 'ana.nunez@example.com',
          contact: '+910000000000',
          created_at: 1772615560,
          ...more,
        },
      },
    },
    created_at: 1772615564,
  };
}

export const razorpay = [
  event(
    'payment.captured',
    'payment captured',
    payment('payment.captured', 'captured', { captured: true, fee: 1180, tax: 180 }),
    'ExampleEvt1042',
  ),
  event(
    'payment.failed',
    'payment failed',
    payment('payment.failed', 'failed', {
      captured: false,
      error_code: 'BAD_REQUEST_ERROR',
      error_description: 'Payment was declined by the bank.',
    }),
    'ExampleEvt1043',
  ),
];
