import { uncheckableScheme } from '../uncheckable-scheme.ts';

export const salesforce = uncheckableScheme({
  id: 'salesforce',
  name: 'Salesforce (outbound messages)',
  docs: 'https://developer.salesforce.com',
  notes: [
    'Outbound messages are SOAP and carry no signature: compare OrganizationId and require a client certificate.',
  ],
  reason: 'unsigned-scheme',
  detect: [[{ header: 'soapaction' }]],
  metadata: { eventType: [], deliveryId: [] },
  confirmed: false,
});
