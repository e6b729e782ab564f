import { compactJson } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

export const commerce: readonly ForgeTemplate[] = [
  {
    id: 'shopify/orders/create',
    scheme: 'shopify',
    event: 'orders/create',
    title: 'Shopify: order created',
    method: 'POST',
    headers: [
      ['Content-Type', 'application/json'],
      ['Accept', '*/*'],
      ['User-Agent', 'Shopify-Captain-Hook'],
      ['X-Shopify-Topic', 'orders/create'],
      ['X-Shopify-Shop-Domain', 'harbour-goods.myshopify.com'],
      ['X-Shopify-API-Version', '2025-10'],
      ['X-Shopify-Webhook-Id', 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043'],
      ['X-Shopify-Event-Id', '98880550-7158-44d4-b7cd-2c97c8a091b5'],
      ['X-Shopify-Triggered-At', '2026-03-04T09:12:44.183920741Z'],
    ],
    body: compactJson({
      id: 5982911946154,
      admin_graphql_api_id: 'gid://shopify/Order/5982911946154',
      created_at: '2026-03-04T10:12:44+01:00',
      currency: 'EUR',
      email: 'ana.nunez@example.com',
      financial_status: 'paid',
      name: '#1042',
      total_price: '49.98',
      line_items: [{ id: 866550311766439, title: 'Sail cloth bag', quantity: 2, price: '24.99' }],
    }),
  },
  {
    id: 'shopify-events/orders',
    scheme: 'shopify-events',
    event: 'orders',
    title: 'Shopify events: order created',
    method: 'POST',
    headers: [
      ['Content-Type', 'application/json'],
      ['User-Agent', 'Shopify-Captain-Hook'],
      ['shopify-topic', 'orders'],
      ['shopify-action', 'create'],
      ['shopify-shop-domain', 'harbour-goods.myshopify.com'],
      ['shopify-webhook-id', 'c65668f5-cee0-4c48-9b60-c08e81cde154'],
      ['shopify-event-id', '09991661-8269-45e5-98de-3da8d9b102c6'],
    ],
    body: compactJson({ order: { id: 'gid://shopify/Order/5982911946154', name: '#1042', currencyCode: 'EUR' } }),
  },
  {
    id: 'square/payment.updated',
    scheme: 'square',
    event: 'payment.updated',
    title: 'Square: payment updated',
    method: 'POST',
    headers: [
      ['Content-Type', 'application/json'],
      ['User-Agent', 'Square Connect v2'],
      ['square-environment', 'Sandbox'],
      ['square-initial-delivery-timestamp', '2026-03-04T09:12:44Z'],
    ],
    body: compactJson({
      merchant_id: 'ML8M1AQ1GQG2K',
      type: 'payment.updated',
      event_id: '6a8f5f28-54a1-4eb0-a98a-3111513fd4fc',
      created_at: '2026-03-04T09:12:44.307Z',
      data: {
        type: 'payment',
        id: 'hYy9pRFVxpDsO1FB05SunFWUe9JZY',
        object: {
          payment: {
            id: 'hYy9pRFVxpDsO1FB05SunFWUe9JZY',
            amount_money: { amount: 4998, currency: 'EUR' },
            status: 'COMPLETED',
          },
        },
      },
    }),
  },
];
