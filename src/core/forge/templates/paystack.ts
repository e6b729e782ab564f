import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'paystack',
  name: 'Paystack',
  headers: () => [
    ['User-Agent', 'Paystack/2.0'],
    ['Content-Type', 'application/json'],
  ],
});

const customer = { id: 1042, email: 'ana.nunez@example.com', customer_code: 'CUS_example1042ana', phone: null };

export const paystack = [
  event('charge.success', 'charge succeeded', {
    event: 'charge.success',
    data: {
      id: 302961,
      domain: 'test',
      status: 'success',
      reference: 'order-1042',
      amount: 499800,
      gateway_response: 'Approved',
      paid_at: '2026-03-04T09:12:43.000Z',
      channel: 'card',
      currency: 'NGN',
      customer,
    },
  }),
  event('transfer.success', 'transfer succeeded', {
    event: 'transfer.success',
    data: {
      id: 860703,
      domain: 'test',
      amount: 250000,
      currency: 'NGN',
      reason: 'Payout for order 1042',
      reference: 'payout-1042',
      status: 'success',
      transfer_code: 'TRF_example1042abc',
    },
  }),
];
