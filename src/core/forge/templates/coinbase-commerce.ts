import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'coinbase-commerce',
  name: 'Coinbase Commerce',
  headers: () => [
    ['User-Agent', 'weipay-webhooks'],
    ['Content-Type', 'application/json'],
  ],
});

function charge(type: string, id: string) {
  return {
    attempt_number: 1,
    event: {
      api_version: '2018-03-22',
      created_at: '2026-03-04T09:12:44Z',
      data: {
        id: '1b41c3a4-7d0e-4f0c-9a2b-5e6f7a8b9c0d',
        code: 'EXAMP1E4',
        name: 'Sail cloth bag',
        description: 'Order 1042',
        pricing: { local: { amount: '49.98', currency: 'EUR' } },
        pricing_type: 'fixed_price',
        metadata: { order: '1042' },
        hosted_url: 'https://commerce.coinbase.com/charges/EXAMP1E4',
      },
      id,
      resource: 'event',
      type,
    },
    id: 'c0f0a3b6-0f4e-4c1d-8a35-9b6d2e7f1a48',
    scheduled_for: '2026-03-04T09:12:44Z',
  };
}

export const coinbaseCommerce = [
  event('charge:created', 'charge created', charge('charge:created', '24934862-d980-46cb-9402-43c81b0cdba6')),
  event('charge:confirmed', 'charge confirmed', charge('charge:confirmed', '35a45973-ea91-47dc-a513-54d92c1decb7')),
];
