import { recipeScheme } from '../recipe-scheme.ts';

export const azureEventGrid = recipeScheme({
  id: 'azure-event-grid',
  name: 'Azure Event Grid',
  docs: 'https://learn.microsoft.com/azure/event-grid/',
  secretHint: 'The Authorization header’s value as set in the delivery properties, whole.',
  notes: ['Requests are not signed: you add a header, or a secret in the URL’s query, yourself.'],
  recipes: [{ algorithm: 'token', signature: { names: ['Authorization'] } }],
  detect: [[{ header: 'aeg-event-type' }]],
  metadata: { eventType: [{ json: '0.eventType' }, { json: 'type' }], deliveryId: [{ json: '0.id' }, { json: 'id' }] },
  confirmed: false,
  handshake: {
    text: 'A SubscriptionValidation event: answer {"validationResponse": …}; for CloudEvents an OPTIONS request, answered with WebHook-Allowed-Origin.',
    source: 'documented',
  },
});
