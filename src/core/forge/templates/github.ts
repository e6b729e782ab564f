import { compactJson } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

const sender = {
  login: 'octo-ida',
  id: 583231,
  type: 'User',
  html_url: 'https://github.com/octo-ida',
  site_admin: false,
};

const repository = {
  id: 186853002,
  name: 'hello-hooks',
  full_name: 'octo-ida/hello-hooks',
  private: false,
  owner: sender,
  html_url: 'https://github.com/octo-ida/hello-hooks',
  default_branch: 'main',
};

function template(event: string, title: string, delivery: string, payload: unknown): ForgeTemplate {
  return {
    id: `github/${event}`,
    scheme: 'github',
    event,
    title: `GitHub: ${title}`,
    method: 'POST',
    headers: [
      ['User-Agent', 'GitHub-Hookshot/044aadd'],
      ['Accept', '*/*'],
      ['Content-Type', 'application/json'],
      ['X-GitHub-Delivery', delivery],
      ['X-GitHub-Event', event],
      ['X-GitHub-Hook-ID', '292430182'],
      ['X-GitHub-Hook-Installation-Target-ID', '186853002'],
      ['X-GitHub-Hook-Installation-Target-Type', 'repository'],
    ],
    body: compactJson(payload),
  };
}

const before = '6113728f27ae82c7b1a177c8d03f9e96e0adf246';
const after = '1481a2de7b2a7d02428ad93446ab166be7793fbb';
const commit = {
  id: after,
  message: 'Check the signature before parsing',
  timestamp: '2026-03-04T10:12:41+01:00',
  url: `https://github.com/octo-ida/hello-hooks/commit/${after}`,
  author: { name: 'Ida Holm', email: 'ida@example.com', username: 'octo-ida' },
  added: ['src/verify.ts'],
  removed: [],
  modified: ['src/server.ts'],
};

export const github: readonly ForgeTemplate[] = [
  template('push', 'push', '72d3162e-cc78-11e3-81ab-4c9367dc0958', {
    ref: 'refs/heads/main',
    before,
    after,
    repository,
    pusher: { name: 'octo-ida', email: 'ida@example.com' },
    sender,
    created: false,
    deleted: false,
    forced: false,
    compare: 'https://github.com/octo-ida/hello-hooks/compare/6113728f27ae...1481a2de7b2a',
    commits: [commit],
    head_commit: commit,
  }),
  template('pull_request', 'pull request opened', '8a1c5c10-17a2-11f1-8de9-0242ac120002', {
    action: 'opened',
    number: 7,
    pull_request: {
      id: 279147437,
      number: 7,
      state: 'open',
      title: 'Compare signatures in constant time',
      body: 'Closes #6.',
      user: sender,
      html_url: 'https://github.com/octo-ida/hello-hooks/pull/7',
      head: { ref: 'constant-time', sha: after },
      base: { ref: 'main', sha: before },
      draft: false,
      merged: false,
    },
    repository,
    sender,
  }),
  template('issues', 'issue opened', '9f2b7d2a-17a2-11f1-9c3b-0242ac120002', {
    action: 'opened',
    issue: {
      id: 73464126,
      number: 6,
      state: 'open',
      title: 'Signature fails for bodies with emoji 🚀',
      body: 'The body is parsed and serialised again before hashing.',
      user: sender,
      labels: [{ name: 'bug', color: 'd73a4a' }],
      html_url: 'https://github.com/octo-ida/hello-hooks/issues/6',
    },
    repository,
    sender,
  }),
  template('ping', 'ping', 'b5d1f2c4-17a2-11f1-8b11-0242ac120002', {
    zen: 'Keep it logically awesome.',
    hook_id: 292430182,
    hook: {
      type: 'Repository',
      id: 292430182,
      name: 'web',
      active: true,
      events: ['push', 'pull_request', 'issues'],
      config: { content_type: 'json', insecure_ssl: '0', url: 'https://example.com/webhooks/github' },
    },
    repository,
    sender,
  }),
];
