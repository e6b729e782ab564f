import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'checkout-com',
  name: 'Checkout.com',
  headers: () => [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['User-Agent', 'Checkout.com webhooks'],
  ],
});

function payment(type: string, id: string, more: object) {
  return {
    id,
    type,
    version: '1.0.0',
    created_on: '2026-03-04T09:12:44.1839204Z',
    data: {
      id: 'pay_exampleharbour1042aaaa',
      action_id: 'act_exampleharbour1042aaaa',
      reference: 'order-1042',
      amount: 4998,
      currency: 'EUR',
      processed_on: '2026-03-04T09:12:43.1022319Z',
      ...more,
    },
    _links: { payment: { href: 'https://api.sandbox.checkout.com/payments/pay_exampleharbour1042aaaa' } },
  };
}

export const checkoutCom = [
  event(
    'payment_approved',
    'payment approved',
    payment('payment_approved', 'evt_exampleharbour1042aaaa', { response_code: '10000', response_summary: 'Approved' }),
  ),
  event(
    'payment_declined',
    'payment declined',
    payment('payment_declined', 'evt_exampleharbour1043aaaa', {
      response_code: '20051',
      response_summary: 'Insufficient funds',
    }),
  ),
];
