import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'mux',
  name: 'Mux',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Mux Webhooks'],
  ],
});

export const mux = [
  event('video.asset.ready', 'asset ready', {
    type: 'video.asset.ready',
    id: '3f2b1a0c-9d8e-4f7a-8b6c-5d4e3f2a1b0c',
    created_at: '2026-03-04T09:12:44.000000Z',
    object: { type: 'asset', id: 'exampleAsset0042' },
    environment: { name: 'Production', id: 'exampleenv1' },
    data: {
      id: 'exampleAsset0042',
      status: 'ready',
      duration: 23.857167,
      aspect_ratio: '16:9',
      playback_ids: [{ policy: 'public', id: 'examplePlayback0042' }],
      created_at: 1772615540,
    },
    attempts: [],
    accessor: null,
  }),
  event('video.asset.errored', 'asset failed', {
    type: 'video.asset.errored',
    id: '4a3c2b1d-0e9f-4a8b-9c7d-6e5f4a3b2c1d',
    created_at: '2026-03-04T09:12:44.000000Z',
    object: { type: 'asset', id: 'exampleAsset0043' },
    environment: { name: 'Production', id: 'exampleenv1' },
    data: {
      id: 'exampleAsset0043',
      status: 'errored',
      errors: { type: 'invalid_input', messages: ['The input could not be read.'] },
      created_at: 1772615540,
    },
    attempts: [],
    accessor: null,
  }),
];
