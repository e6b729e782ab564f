import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'clerk',
  name: 'Clerk',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Svix-Webhooks/1.81.0 (sender-9YMgn; +https://www.svix.com/http-sender/)'],
  ],
});

export const clerk = [
  event('user.created', 'user created', {
    data: {
      id: 'user_2kVexample',
      object: 'user',
      first_name: 'Ana',
      last_name: 'Núñez',
      email_addresses: [
        { id: 'idn_2kVexample', object: 'email_address', email_address: 'ana.nunez@example.com', linked_to: [] },
      ],
      primary_email_address_id: 'idn_2kVexample',
      created_at: 1772615563183,
      updated_at: 1772615563183,
    },
    event_attributes: { http_request: { client_ip: '203.0.113.7', user_agent: 'Example/1.0' } },
    instance_id: 'ins_2kVexample',
    object: 'event',
    timestamp: 1772615564183,
    type: 'user.created',
  }),
  event('user.deleted', 'user deleted', {
    data: { deleted: true, id: 'user_2kVexample', object: 'user' },
    instance_id: 'ins_2kVexample',
    object: 'event',
    timestamp: 1772615564183,
    type: 'user.deleted',
  }),
];
