import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'openai',
  name: 'OpenAI',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'OpenAI/1.0 (+https://platform.openai.com/docs/webhooks)'],
  ],
});

export const openai = [
  event('response.completed', 'response completed', {
    id: 'evt_68example0001',
    object: 'event',
    created_at: 1772615564,
    type: 'response.completed',
    data: { id: 'resp_68example0042' },
  }),
  event('batch.failed', 'batch failed', {
    id: 'evt_68example0002',
    object: 'event',
    created_at: 1772615564,
    type: 'batch.failed',
    data: { id: 'batch_68example0043' },
  }),
];
