import { jsonEvents } from '../json-event.ts';
import { phpJson } from '../serialise.ts';

const event = jsonEvents({
  scheme: 'lemon-squeezy',
  name: 'Lemon Squeezy',
  write: phpJson,
  headers: (name) => [
    ['Content-Type', 'application/json'],
    ['X-Event-Name', name],
    ['User-Agent', 'LemonSqueezy-Hookshot'],
  ],
});

function meta(name: string, delivery: string) {
  return { event_name: name, custom_data: { order: '1042' }, webhook_id: delivery, test_mode: true };
}

const customer = { store_id: 42, customer_id: 1042, user_name: 'Ana Núñez', user_email: 'ana.nunez@example.com' };

export const lemonSqueezy = [
  event('order_created', 'order created', {
    meta: meta('order_created', 'd2c1b0a9-8f7e-4d6c-9b5a-4f3e2d1c0b9a'),
    data: {
      type: 'orders',
      id: '1042',
      attributes: {
        ...customer,
        identifier: '104e18a2-d755-4d4b-80c4-a6c1dcbe1c10',
        currency: 'EUR',
        status: 'paid',
        total: 4998,
      },
      links: { self: 'https://api.lemonsqueezy.com/v1/orders/1042' },
    },
  }),
  event('subscription_created', 'subscription created', {
    meta: meta('subscription_created', 'e3d2c1b0-9a8f-4e7d-8c6b-5a4f3e2d1c0b'),
    data: {
      type: 'subscriptions',
      id: '77',
      attributes: {
        ...customer,
        product_name: 'Team plan',
        status: 'active',
        renews_at: '2026-04-04T09:12:44.000000Z',
        ends_at: null,
      },
      links: { self: 'https://api.lemonsqueezy.com/v1/subscriptions/77' },
    },
  }),
];
