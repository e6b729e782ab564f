import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'workos',
  name: 'WorkOS',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'WorkOS Webhooks'],
  ],
});

export const workos = [
  event('user.created', 'user created', {
    id: 'event_01JNEXAMPLE0000000000042',
    event: 'user.created',
    data: {
      object: 'user',
      id: 'user_01JNEXAMPLE00000000000042',
      email: 'ana.nunez@example.com',
      first_name: 'Ana',
      last_name: 'Núñez',
      email_verified: true,
      created_at: '2026-03-04T09:12:43.183Z',
      updated_at: '2026-03-04T09:12:43.183Z',
    },
    created_at: '2026-03-04T09:12:44.183Z',
  }),
  event('dsync.user.deleted', 'directory user deleted', {
    id: 'event_01JNEXAMPLE0000000000043',
    event: 'dsync.user.deleted',
    data: {
      object: 'directory_user',
      id: 'directory_user_01JNEXAMPLE0042',
      directory_id: 'directory_01JNEXAMPLE000000042',
      idp_id: '8931',
      email: 'ida@example.com',
      state: 'inactive',
    },
    created_at: '2026-03-04T09:12:44.183Z',
  }),
];
