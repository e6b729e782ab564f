import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'asana',
  name: 'Asana',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Asana'],
  ],
});

const user = { gid: '1200000000000042', resource_type: 'user' };
const task = { gid: '1200000000001042', resource_type: 'task', resource_subtype: 'default_task' };

export const asana = [
  event('added', 'task added to a project', {
    events: [
      {
        user,
        created_at: '2026-03-04T09:12:44.183Z',
        action: 'added',
        resource: task,
        parent: { gid: '1200000000000777', resource_type: 'project' },
      },
    ],
  }),
  event('changed', 'task changed', {
    events: [
      {
        user,
        created_at: '2026-03-04T09:12:44.183Z',
        action: 'changed',
        resource: task,
        parent: null,
        change: { field: 'due_on', action: 'changed' },
      },
    ],
  }),
];
