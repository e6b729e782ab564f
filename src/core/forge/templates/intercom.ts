import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'intercom',
  name: 'Intercom',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['Accept', 'application/json'],
    ['User-Agent', 'intercom-webhooks/1.0'],
  ],
});

function notification(topic: string, id: string, item: unknown) {
  return {
    type: 'notification_event',
    app_id: 'harbour1',
    data: { type: 'notification_event_data', item },
    links: {},
    id,
    topic,
    delivery_status: 'pending',
    delivery_attempts: 1,
    delivered_at: 0,
    first_sent_at: 1772615564,
    created_at: 1772615564,
    self: null,
  };
}

export const intercom = [
  event(
    'conversation.user.created',
    'conversation started',
    notification('conversation.user.created', 'notif_1a2b3c4d-example-1042', {
      type: 'conversation',
      id: '1042',
      created_at: 1772615563,
      source: {
        type: 'conversation',
        body: '<p>Where is my order?</p>',
        author: { type: 'user', id: '64f1c0ffee0000000000000a', name: 'Ana Núñez', email: 'ana.nunez@example.com' },
      },
      open: true,
      state: 'open',
    }),
  ),
  event(
    'ping',
    'ping',
    notification('ping', 'notif_1a2b3c4d-example-ping', { type: 'ping', message: 'Calm seas make quick replies' }),
  ),
];
