import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'linear',
  name: 'Linear',
  headers: (type, delivery) => [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['User-Agent', 'Linear-Webhook'],
    ['Linear-Delivery', delivery],
    ['Linear-Event', type],
  ],
});

const actor = { id: 'b5ea5f1f-8adc-4f52-b4bd-ab4e84cf51ba', name: 'Ida Holm', email: 'ida@example.com', type: 'user' };
const issue = {
  id: '539068e2-ae88-4d09-bd75-22eb4a59612f',
  identifier: 'HAR-42',
  title: 'Check the signature before parsing',
};
const common = {
  organizationId: '3f0f8a9c-7d64-4a2f-8d41-7f0b9c1e2d35',
  webhookTimestamp: 1772615564183,
  webhookId: '000042e3-d123-4980-b49f-8e140eef9329',
};

export const linear = [
  event(
    'Issue',
    'issue created',
    {
      action: 'create',
      actor,
      createdAt: '2026-03-04T09:12:44.102Z',
      data: {
        ...issue,
        createdAt: '2026-03-04T09:12:44.102Z',
        number: 42,
        priority: 2,
        state: { id: '72fae137-f0b7-4fa2-83e1-5a6bb6e79f7e', name: 'Todo', type: 'unstarted' },
        team: { id: '72b2a2dc-6f4f-4423-9d34-24b5bd10634a', key: 'HAR', name: 'Harbour' },
      },
      url: 'https://linear.app/harbour/issue/HAR-42/check-the-signature-before-parsing',
      type: 'Issue',
      ...common,
    },
    '234d1a4e-b617-4388-90fe-adc3633d6b72',
  ),
  event(
    'Comment',
    'comment created',
    {
      action: 'create',
      actor,
      createdAt: '2026-03-04T09:12:44.102Z',
      data: {
        id: '2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9',
        body: 'Same here, with **raw bytes** it holds.',
        issueId: issue.id,
        issue,
        userId: actor.id,
      },
      url: 'https://linear.app/harbour/issue/HAR-42/check-the-signature-before-parsing#comment-2174add1',
      type: 'Comment',
      ...common,
    },
    '345e2b5f-c728-4499-a10f-bed4744e7c83',
  ),
];
