import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'paddle',
  name: 'Paddle',
  headers: () => [
    ['User-Agent', 'Paddle'],
    ['Accept', '*/*'],
    ['Content-Type', 'application/json'],
  ],
});

function notification(type: string, number: number, data: unknown) {
  return {
    data,
    event_id: `evt_01jnexamp1e0000000000000${number}`,
    event_type: type,
    occurred_at: '2026-03-04T09:12:44.183920Z',
    notification_id: `ntf_01jnexamp1e0000000000000${number}`,
  };
}

export const paddle = [
  event(
    'transaction.completed',
    'transaction completed',
    notification('transaction.completed', 1, {
      id: 'txn_01jnexamp1e00000000000011',
      status: 'completed',
      customer_id: 'ctm_01jnexamp1e00000000000021',
      currency_code: 'EUR',
      origin: 'web',
      invoice_number: '1042-10001',
      details: { totals: { subtotal: '4200', tax: '798', total: '4998', currency_code: 'EUR' } },
      items: [{ quantity: 2, price: { id: 'pri_01jnexamp1e00000000000031', description: 'Sail cloth bag' } }],
    }),
  ),
  event(
    'subscription.created',
    'subscription created',
    notification('subscription.created', 2, {
      id: 'sub_01jnexamp1e00000000000041',
      status: 'active',
      customer_id: 'ctm_01jnexamp1e00000000000021',
      currency_code: 'EUR',
      collection_mode: 'automatic',
      billing_cycle: { interval: 'month', frequency: 1 },
      next_billed_at: '2026-04-04T09:12:44.183920Z',
    }),
  ),
  event(
    'subscription.canceled',
    'subscription canceled',
    notification('subscription.canceled', 3, {
      id: 'sub_01jnexamp1e00000000000041',
      status: 'canceled',
      customer_id: 'ctm_01jnexamp1e00000000000021',
      currency_code: 'EUR',
      canceled_at: '2026-03-04T09:12:44.102Z',
    }),
  ),
];
