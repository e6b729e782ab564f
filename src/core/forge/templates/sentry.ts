import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'sentry',
  name: 'Sentry',
  headers: (resource, delivery) => [
    ['User-Agent', 'python-requests/2.32.3'],
    ['Accept', '*/*'],
    ['Content-Type', 'application/json'],
    ['Request-ID', delivery],
    ['Sentry-Hook-Resource', resource],
    ['Sentry-Hook-Timestamp', '1772615564'],
  ],
});

const installation = { uuid: 'a8e5d37a-696c-4c54-adb5-b3f28d64c7de' };
const actor = { type: 'application', id: 'sentry', name: 'Sentry' };
const issue = {
  id: '1170820242',
  shortId: 'HELLO-HOOKS-7',
  title: 'TypeError: cannot read properties of undefined (reading ‘signature’)',
  culprit: 'verify(src/server)',
  level: 'error',
  status: 'unresolved',
  platform: 'node',
  project: { id: '4512', name: 'hello-hooks', slug: 'hello-hooks' },
  firstSeen: '2026-03-04T09:12:43.183920Z',
  lastSeen: '2026-03-04T09:12:43.183920Z',
  count: '1',
  web_url: 'https://harbour.sentry.io/issues/1170820242/',
};

export const sentry = [
  event(
    'issue',
    'issue created',
    { action: 'created', installation, data: { issue }, actor },
    '2f0a3c1d8b4e4f6f9a7c5d1e0b2a4c60',
  ),
  event(
    'error',
    'error created',
    {
      action: 'created',
      installation,
      data: {
        error: {
          event_id: '5d1e0b2a4c602f0a3c1d8b4e4f6f9a7c',
          issue_id: issue.id,
          project: 4512,
          platform: 'node',
          title: issue.title,
          level: 'error',
          datetime: '2026-03-04T09:12:43.183920Z',
          tags: [
            ['environment', 'production'],
            ['release', '1.4.2'],
          ],
        },
      },
      actor,
    },
    '7e1c4b9a0d2f4a538c6e1f0b9d7a3c52',
  ),
];
