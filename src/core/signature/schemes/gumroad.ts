import { uncheckableScheme } from '../uncheckable-scheme.ts';

export const gumroad = uncheckableScheme({
  id: 'gumroad',
  name: 'Gumroad (ping)',
  docs: 'https://gumroad.com/ping',
  notes: ['Pings are not signed: put a secret into the URL, compare seller_id, and fetch the sale.'],
  reason: 'unsigned-scheme',
  detect: [[{ form: 'seller_id' }]],
  metadata: {
    eventType: [{ form: 'resource_name' }],
    deliveryId: [{ form: 'sale_id' }],
    apartBy: [{ form: 'resource_name' }],
  },
  confirmed: false,
});
