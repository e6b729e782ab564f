import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'mollie',
  name: 'Mollie',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Mollie HTTP client/1.0'],
    ['Accept', '*/*'],
  ],
});

export const mollie = [
  event('payment-link.paid', 'payment link paid', {
    resource: 'event',
    id: 'event_Examp1eMo11ieEvent',
    type: 'payment-link.paid',
    entityId: 'pl_Examp1eLink1042',
    createdAt: '2026-03-04T09:12:44.0Z',
    _embedded: {
      entity: {
        resource: 'payment-link',
        id: 'pl_Examp1eLink1042',
        mode: 'test',
        description: 'Order 1042',
        amount: { value: '49.98', currency: 'EUR' },
        paidAt: '2026-03-04T09:12:43.0Z',
      },
    },
    _links: {
      self: { href: 'https://api.mollie.com/v2/events/event_Examp1eMo11ieEvent', type: 'application/hal+json' },
    },
  }),
];
