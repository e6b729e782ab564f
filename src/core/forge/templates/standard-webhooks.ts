import { compactJson } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

const body = compactJson({
  type: 'user.created',
  timestamp: '2026-03-04T09:12:44.183920Z',
  data: { id: 'user_2kVexample', email: 'ana.nunez@example.com', name: 'Ana Núñez' },
});

export const standardWebhooks: readonly ForgeTemplate[] = [
  {
    id: 'standard-webhooks/user.created',
    scheme: 'standard-webhooks',
    event: 'user.created',
    title: 'Standard Webhooks: user created',
    method: 'POST',
    headers: [['Content-Type', 'application/json']],
    body,
  },
  {
    id: 'svix/user.created',
    scheme: 'svix',
    event: 'user.created',
    title: 'Svix: user created',
    method: 'POST',
    headers: [
      ['Content-Type', 'application/json'],
      ['User-Agent', 'Svix-Webhooks/1.81.0 (sender-9YMgn; +https://www.svix.com/http-sender/)'],
    ],
    body,
  },
];
