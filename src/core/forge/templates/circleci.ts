import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'circleci',
  name: 'CircleCI',
  headers: (type) => [
    ['User-Agent', 'CircleCI-Webhook/1.0'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['circleci-event-type', type],
  ],
});

const common = {
  happened_at: '2026-03-04T09:12:44.183Z',
  webhook: { id: 'cf8c4fdd-0587-4da1-b4ca-4846e9640af9', name: 'Hello hooks' },
  project: { id: '84996744-a854-4f5e-aea3-04e2851dc1d2', name: 'hello-hooks', slug: 'github/octo-ida/hello-hooks' },
  organization: { id: 'f22b6566-597d-46d5-ba74-99ef5bb3d85c', name: 'octo-ida' },
};
const workflow = {
  id: 'fda08377-fe7e-46b1-8992-3a7aaecac9c3',
  name: 'build-test-deploy',
  created_at: '2026-03-04T09:10:02.000Z',
  stopped_at: '2026-03-04T09:12:43.000Z',
  url: 'https://app.circleci.com/pipelines/github/octo-ida/hello-hooks/130/workflows/fda08377-fe7e-46b1-8992-3a7aaecac9c3',
  status: 'success',
};
const pipeline = { id: '1285fe1d-d3a6-44fc-8886-8979558254c4', number: 130, trigger: { type: 'webhook' } };

export const circleci = [
  event('workflow-completed', 'workflow completed', {
    type: 'workflow-completed',
    id: '3888f21b-eaa7-38e3-8f3d-75a63bba8895',
    ...common,
    workflow,
    pipeline,
  }),
  event('job-completed', 'job completed', {
    type: 'job-completed',
    id: '8bd71c28-4969-3677-8940-3e3a61c46660',
    ...common,
    workflow,
    pipeline,
    job: {
      id: '8b91f9a8-7975-4e60-916c-f0152ccc2b86',
      name: 'test',
      started_at: '2026-03-04T09:10:05.000Z',
      stopped_at: '2026-03-04T09:12:40.000Z',
      status: 'failed',
      number: 136,
    },
  }),
];
