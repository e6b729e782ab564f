import { compactJson } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

export const rookone: readonly ForgeTemplate[] = [
  {
    id: 'rookone-eigentic/message.received',
    scheme: 'rookone-eigentic',
    event: 'message.received',
    title: 'RookOne: message received',
    method: 'POST',
    headers: [
      ['Content-Type', 'application/json'],
      ['User-Agent', 'Eigentic-Webhook/1.0'],
    ],
    body: compactJson({
      event: 'message.received',
      id: 'msg-7f3c2a91',
      message_id: 'msg-7f3c2a91',
      from: 'agent-otis',
      to: 'agent-mira',
      content: 'The draft is ready for review.',
      created_at: '2026-03-04T09:12:44Z',
    }),
  },
];
