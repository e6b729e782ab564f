import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'heroku',
  name: 'Heroku',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Heroku-Webhooks'],
  ],
});

const app = { id: 'd48e5b49-2c4f-4b0e-8d4c-1f0d0c9b8a7e', name: 'hello-hooks-42' };
const actor = { id: '34acc5fc-6af4-4a2c-9d0a-8a0e3f8c0f11', email: 'ida@example.com' };
const common = {
  actor,
  created_at: '2026-03-04T09:12:44.183920Z',
  published_at: '2026-03-04T09:12:44Z',
  version: 'application/vnd.heroku+json; version=3',
};

function metadata(delivery: string, event: string, include: string) {
  return {
    attempt: { id: 'a1a3e3c4-1e1b-4f2a-8f3f-6c7f2f9d1b05' },
    delivery: { id: delivery },
    event: { id: event, include },
    webhook: { id: '9c5f8e24-0c0e-4f0d-8b51-0a2d9b0c7e66' },
  };
}

export const heroku = [
  event('create', 'release created', {
    id: '7f2c8d10-55a1-4c57-9f27-cb3a4b2b3c10',
    resource: 'release',
    action: 'create',
    data: {
      id: '2b0a1c6e-49d7-4f7e-a2b8-4e9d4f5a6b7c',
      app,
      version: 42,
      status: 'succeeded',
      current: true,
      user: actor,
    },
    ...common,
    webhook_metadata: metadata(
      '0b6e4a9c-7b7a-4c61-a7f3-50f6d8a2b901',
      '7f2c8d10-55a1-4c57-9f27-cb3a4b2b3c10',
      'api:release',
    ),
  }),
  event('update', 'build finished', {
    id: '9a8b7c6d-5e4f-4321-8765-0fedcba98765',
    resource: 'build',
    action: 'update',
    data: { id: '5d4c3b2a-1908-4f7e-96d5-c4b3a2918070', app, status: 'failed', stack: 'heroku-24', user: actor },
    ...common,
    webhook_metadata: metadata(
      '4c3b2a19-0f8e-4d7c-b6a5-948372615040',
      '9a8b7c6d-5e4f-4321-8765-0fedcba98765',
      'api:build',
    ),
  }),
];
