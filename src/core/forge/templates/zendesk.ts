import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'zendesk',
  name: 'Zendesk',
  headers: (_, delivery) => [
    ['User-Agent', 'Zendesk Webhook'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['X-Zendesk-Account-Id', '4242424'],
    ['X-Zendesk-Webhook-Id', '01JNEXAMPLE000000000000042'],
    ['X-Zendesk-Webhook-Invocation-Id', delivery],
  ],
});

export const zendesk = [
  event(
    'zen:event-type:ticket.created',
    'ticket created',
    {
      account_id: 4242424,
      detail: {
        id: '1042',
        subject: 'Where is my order?',
        description: 'It should have come yesterday.',
        priority: 'NORMAL',
        status: 'NEW',
        requester_id: '5521',
        created_at: '2026-03-04T09:12:43Z',
        is_public: true,
      },
      event: {},
      id: '9f2b7d2a-17a2-41f1-9c3b-0242ac120002',
      subject: 'zen:ticket:1042',
      time: '2026-03-04T09:12:44.183920741Z',
      type: 'zen:event-type:ticket.created',
      zendesk_event_version: '2022-11-06',
    },
    '01JNEXAMPLE0000000000INV42',
  ),
  event(
    'zen:event-type:ticket.status_changed',
    'ticket status changed',
    {
      account_id: 4242424,
      detail: { id: '1042', subject: 'Where is my order?', priority: 'NORMAL', status: 'SOLVED', requester_id: '5521' },
      event: { current: 'SOLVED', previous: 'OPEN' },
      id: 'a1c3d5e7-17a2-41f1-8de9-0242ac120002',
      subject: 'zen:ticket:1042',
      time: '2026-03-04T09:12:44.183920741Z',
      type: 'zen:event-type:ticket.status_changed',
      zendesk_event_version: '2022-11-06',
    },
    '01JNEXAMPLE0000000000INV43',
  ),
];
