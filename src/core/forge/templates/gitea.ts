import { jsonEvents } from '../json-event.ts';
import { prettyJson } from '../serialise.ts';

const user = { id: 4, login: 'ida', full_name: 'Ida Holm', email: 'ida@example.com', username: 'ida' };
const repository = {
  id: 15,
  owner: user,
  name: 'hello-hooks',
  full_name: 'ida/hello-hooks',
  private: false,
  html_url: 'https://git.example.com/ida/hello-hooks',
  default_branch: 'main',
};

function eventsOf(scheme: string, name: string, brand: string) {
  const event = jsonEvents({
    scheme,
    name,
    write: prettyJson,
    // Go sorts header names, upper case before lower.
    headers: (type, delivery) => [
      ['User-Agent', 'Go-http-client/1.1'],
      ['Content-Type', 'application/json'],
      [`X-${brand}-Delivery`, delivery],
      [`X-${brand}-Event`, type],
      [`X-${brand}-Event-Type`, type],
    ],
  });
  const after = 'bffeb74224043ba2feb48d137756c8a9331c449a';
  return [
    event(
      'push',
      'push',
      {
        ref: 'refs/heads/main',
        before: '28e1879d029cb852e4844d9c718537df08844e03',
        after,
        compare_url: `https://git.example.com/ida/hello-hooks/compare/28e1879d029c...${after.slice(0, 12)}`,
        commits: [
          {
            id: after,
            message: 'Check the signature before parsing\n',
            url: `https://git.example.com/ida/hello-hooks/commit/${after}`,
            author: { name: 'Ida Holm', email: 'ida@example.com', username: 'ida' },
            timestamp: '2026-03-04T10:12:41+01:00',
            added: [],
            removed: [],
            modified: ['verify.go'],
          },
        ],
        total_commits: 1,
        repository,
        pusher: user,
        sender: user,
      },
      'f6266f16-1bf3-46a5-9ea4-602e06ead473',
    ),
    event(
      'issues',
      'issue opened',
      {
        action: 'opened',
        number: 6,
        issue: {
          id: 61,
          number: 6,
          user,
          title: 'Signature fails for “smart quotes”',
          body: '',
          state: 'open',
          labels: [],
        },
        repository,
        sender: user,
        commit_id: '',
      },
      '0c7d4a52-8e2b-4f0f-9b80-5b6f5a3d6c19',
    ),
  ];
}

export const gitea = eventsOf('gitea', 'Gitea', 'Gitea');
export const forgejo = eventsOf('forgejo', 'Forgejo', 'Forgejo');
