import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'gocardless',
  name: 'GoCardless',
  headers: () => [
    ['User-Agent', 'gocardless-webhook-service/1.1'],
    ['Content-Type', 'application/json'],
    ['Origin', 'https://api-sandbox.gocardless.com'],
  ],
});

const meta = { webhook_id: 'WB000EXAMPLE42' };

export const gocardless = [
  event('confirmed', 'payment confirmed', {
    events: [
      {
        id: 'EV000EXAMPLE42',
        created_at: '2026-03-04T09:12:44.183Z',
        resource_type: 'payments',
        action: 'confirmed',
        links: { payment: 'PM000EXAMPLE42' },
        details: {
          origin: 'gocardless',
          cause: 'payment_confirmed',
          description: 'Enough time has passed since the payment was submitted for the banks to return an error.',
        },
      },
    ],
    meta,
  }),
  event('cancelled', 'mandate cancelled', {
    events: [
      {
        id: 'EV000EXAMPLE43',
        created_at: '2026-03-04T09:12:44.183Z',
        resource_type: 'mandates',
        action: 'cancelled',
        links: { mandate: 'MD000EXAMPLE42' },
        details: { origin: 'bank', cause: 'bank_account_closed', scheme: 'sepa_core', reason_code: 'AC04' },
      },
    ],
    meta: { webhook_id: 'WB000EXAMPLE43' },
  }),
];
