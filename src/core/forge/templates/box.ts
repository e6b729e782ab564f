import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'box',
  name: 'Box',
  headers: (_, delivery) => [
    ['Content-Type', 'application/json'],
    ['Box-Delivery-Id', delivery],
    ['Box-Signature-Version', '1'],
    ['Box-Signature-Algorithm', 'HmacSHA256'],
  ],
});

const user = { type: 'user', id: '226067247', name: 'Ida Holm', login: 'ida@example.com' };
const webhook = { id: '53114', type: 'webhook' };

export const box = [
  event(
    'FILE.UPLOADED',
    'file uploaded',
    {
      type: 'webhook_event',
      id: '0f6a1d2c-9f1e-4d3b-8a5c-7e6f5d4c3b2a',
      created_at: '2026-03-04T01:12:44-08:00',
      trigger: 'FILE.UPLOADED',
      webhook,
      created_by: user,
      source: { id: '73835521473', type: 'file', name: 'lease.pdf', size: 41280, owned_by: user },
      additional_info: [],
    },
    'f96bb54b-ee16-4fc5-aa65-8c2d9e5b546f',
  ),
  event(
    'FILE.DELETED',
    'file deleted',
    {
      type: 'webhook_event',
      id: '1e5b2c3d-8a0f-4c2e-9b6d-6f7e8d9c0b1a',
      created_at: '2026-03-04T01:12:44-08:00',
      trigger: 'FILE.DELETED',
      webhook,
      created_by: user,
      source: { id: '73835521473', type: 'file' },
      additional_info: [],
    },
    'a07cc65c-ff27-40d6-bb76-9d3e0f6c657a',
  ),
];
