import { jsonEvents } from '../json-event.ts';
import { phpJson } from '../serialise.ts';

const event = jsonEvents({
  scheme: 'woocommerce',
  name: 'WooCommerce',
  write: phpJson,
  headers: (topic, delivery) => [
    ['User-Agent', 'WooCommerce/10.2.1 Hookshot (WordPress/6.8.3)'],
    ['Accept', '*/*'],
    ['Content-Type', 'application/json'],
    ['X-WC-Webhook-Source', 'https://shop.example.com/'],
    ['X-WC-Webhook-Topic', topic],
    ['X-WC-Webhook-Resource', topic.split('.')[0] ?? ''],
    ['X-WC-Webhook-Event', topic.split('.')[1] ?? ''],
    ['X-WC-Webhook-ID', '42'],
    ['X-WC-Webhook-Delivery-ID', delivery],
  ],
});

function order(status: string) {
  return {
    id: 1042,
    parent_id: 0,
    status,
    currency: 'EUR',
    date_created: '2026-03-04T10:12:44',
    total: '49.98',
    order_key: 'wc_order_Example1042',
    billing: { first_name: 'Ana', last_name: 'Núñez', email: 'ana.nunez@example.com', country: 'ES' },
    line_items: [{ id: 315, name: 'Sail cloth bag', product_id: 93, quantity: 2, total: '49.98', price: 24.99 }],
    _links: { self: [{ href: 'https://shop.example.com/wp-json/wc/v3/orders/1042' }] },
  };
}

export const woocommerce = [
  event('order.created', 'order created', order('processing'), '9b1f6a02f1f6a2c7d6e5b4a39281706f'),
  event('order.updated', 'order updated', order('completed'), '0c2a7b13a2a7b3d8e7f6c5b4a3928170'),
];
