import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'buildkite-signature',
  name: 'Buildkite',
  headers: (type) => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Buildkite-Request'],
    ['X-Buildkite-Event', type],
  ],
});

const pipeline = {
  id: '849411f9-9e6d-4739-a0d8-e247088e9b52',
  slug: 'hello-hooks',
  name: 'Hello hooks',
  repository: 'git@git.example.com:ida/hello-hooks.git',
};
const sender = { id: '3d3c3bf0-7d58-4afe-8fe7-b3017d5504de', name: 'Ida Holm' };
const build = {
  id: 'f62a1b4d-10f9-4790-bc1c-e2c3a0c80983',
  number: 42,
  state: 'passed',
  blocked: false,
  message: 'Check the signature before parsing',
  commit: '1481a2de7b2a7d02428ad93446ab166be7793fbb',
  branch: 'main',
  source: 'webhook',
  created_at: '2026-03-04 09:10:02 UTC',
  started_at: '2026-03-04 09:10:05 UTC',
  finished_at: '2026-03-04 09:12:44 UTC',
};

export const buildkite = [
  event('build.finished', 'build finished', { event: 'build.finished', build, pipeline, sender }),
  event('job.finished', 'job finished', {
    event: 'job.finished',
    job: {
      id: 'b63254c0-3271-4a98-8270-7cfbd6c2f14e',
      type: 'script',
      name: 'Tests',
      command: 'npm test',
      state: 'failed',
      exit_status: 1,
    },
    build: { ...build, state: 'failing', finished_at: null },
    pipeline,
    sender,
  }),
  event('ping', 'ping', {
    event: 'ping',
    service: {
      id: 'c9f8372d-c0cd-43dc-9274-768a875cf6ca',
      provider: 'webhook',
      settings: { url: 'https://example.com/in' },
    },
    organization: { id: '49801950-1df0-474f-bb56-ad6a930c5cb9', name: 'Harbour' },
    sender,
  }),
];
