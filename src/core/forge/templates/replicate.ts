import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'replicate',
  name: 'Replicate',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Replicate/1.0'],
  ],
});

/** A webhook of Replicate's is the prediction itself: it has a status and no event type. */
export const replicate = [
  event('succeeded', 'prediction succeeded', {
    id: '4xampleprediction0042',
    model: 'example/landscape',
    version: '9c4f2e1d0b8a7f6e5d4c3b2a1f0e9d8c7b6a5f4e3d2c1b0a9f8e7d6c5b4a3f2e',
    input: { prompt: 'a harbour at dawn, oil on canvas' },
    output: ['https://files.example.com/4xampleprediction0042/out-0.png'],
    logs: '',
    error: null,
    status: 'succeeded',
    created_at: '2026-03-04T09:12:40.183Z',
    started_at: '2026-03-04T09:12:40.901Z',
    completed_at: '2026-03-04T09:12:44.183Z',
    metrics: { predict_time: 3.282 },
  }),
  event('failed', 'prediction failed', {
    id: '4xampleprediction0043',
    model: 'example/landscape',
    version: '9c4f2e1d0b8a7f6e5d4c3b2a1f0e9d8c7b6a5f4e3d2c1b0a9f8e7d6c5b4a3f2e',
    input: { prompt: '' },
    output: null,
    logs: 'ValueError: prompt is empty\n',
    error: 'prompt is empty',
    status: 'failed',
    created_at: '2026-03-04T09:12:40.183Z',
    started_at: '2026-03-04T09:12:40.901Z',
    completed_at: '2026-03-04T09:12:41.002Z',
    metrics: {},
  }),
];
