import { uncheckableScheme } from '../uncheckable-scheme.ts';

export const klarna = uncheckableScheme({
  id: 'klarna',
  name: 'Klarna',
  docs: 'https://docs.klarna.com',
  notes: [
    'Public code disagrees on how klarna-signature is made, so it is not checked.',
    'Klarna’s classic push notifications carry no signature: fetch the order again.',
  ],
  reason: 'unresolved-scheme',
  detect: [[{ header: 'klarna-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
  confirmed: false,
});
