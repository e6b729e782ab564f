import type { HeaderList } from '../../http/headers.ts';
import { compactJson } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

const headers: HeaderList = [
  ['Content-Type', 'application/json'],
  ['User-Agent', 'GitLab/18.4.0'],
  ['Idempotency-Key', 'd3a4e0b1-6f0c-4f0e-9d5e-2b8f4c7a1e33'],
  ['X-Gitlab-Event', 'Push Hook'],
  ['X-Gitlab-Webhook-UUID', '9d6c2b1a-0f4e-4c8d-b7a6-5e3f2d1c0b9a'],
  ['X-Gitlab-Instance', 'https://gitlab.example.com'],
  ['X-Gitlab-Event-UUID', '2f1d0c9b-8a7e-4d6c-b5a4-3f2e1d0c9b8a'],
];

const push = compactJson({
  object_kind: 'push',
  event_name: 'push',
  before: '95790bf891e76fee5e1747ab589903a6a1f80f22',
  after: 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7',
  ref: 'refs/heads/main',
  checkout_sha: 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7',
  user_id: 4,
  user_name: 'Ida Holm',
  user_username: 'ida',
  project_id: 15,
  project: {
    id: 15,
    name: 'Hello hooks',
    web_url: 'https://gitlab.example.com/ida/hello-hooks',
    default_branch: 'main',
  },
  commits: [
    {
      id: 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7',
      message: 'Check the token before anything else\n',
      timestamp: '2026-03-04T10:12:41+01:00',
      author: { name: 'Ida Holm', email: 'ida@example.com' },
      added: [],
      modified: ['server.rb'],
      removed: [],
    },
  ],
  total_commits_count: 1,
});

export const gitlab: readonly ForgeTemplate[] = [
  {
    id: 'gitlab-token/push',
    scheme: 'gitlab-token',
    event: 'Push Hook',
    title: 'GitLab: push',
    method: 'POST',
    headers,
    body: push,
  },
  {
    id: 'gitlab-signing/push',
    scheme: 'gitlab-signing',
    event: 'Push Hook',
    title: 'GitLab: push (signing token)',
    method: 'POST',
    headers,
    body: push,
  },
];
