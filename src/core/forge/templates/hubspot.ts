import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'hubspot-v3',
  name: 'HubSpot',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['Accept', '*/*'],
    ['User-Agent', 'HubSpot Connect 2.0 (https://dev.hubspot.com/) (namespace: webhooks-nio-http-client)'],
  ],
});

const common = { subscriptionId: 42, portalId: 4242, appId: 424242, occurredAt: 1772615564183, attemptNumber: 0 };

export const hubspot = [
  event('contact.creation', 'contact created', [
    {
      eventId: 3816279340,
      ...common,
      subscriptionType: 'contact.creation',
      objectId: 5521,
      changeFlag: 'CREATED',
      changeSource: 'CRM_UI',
    },
  ]),
  event('deal.propertyChange', 'deal property changed', [
    {
      eventId: 3816279480,
      ...common,
      subscriptionType: 'deal.propertyChange',
      objectId: 981,
      propertyName: 'dealstage',
      propertyValue: 'contractsent',
      changeSource: 'CRM_UI',
    },
  ]),
];
