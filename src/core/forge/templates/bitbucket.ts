import { jsonEvents } from '../json-event.ts';
import { pythonJson } from '../serialise.ts';

const actor = {
  type: 'user',
  display_name: 'Ida Holm',
  nickname: 'ida',
  uuid: '{5d6b9c1e-1f2a-4c3b-9d8e-7f6a5b4c3d2e}',
};
const repository = {
  type: 'repository',
  full_name: 'harbour/hello-hooks',
  name: 'hello-hooks',
  uuid: '{673a6070-3421-46c9-9d48-90745f7bfe8e}',
  is_private: true,
  links: { html: { href: 'https://bitbucket.org/harbour/hello-hooks' } },
};

const event = jsonEvents({
  scheme: 'bitbucket',
  name: 'Bitbucket',
  write: pythonJson,
  headers: (name, delivery) => [
    ['X-Request-UUID', delivery],
    ['X-Event-Key', name],
    ['User-Agent', 'Bitbucket-Webhooks/2.0'],
    ['X-Attempt-Number', '1'],
    ['X-Hook-UUID', '1f9a6e0c-9b2d-4b53-8f6e-2f3c0f7d5a11'],
    ['Content-Type', 'application/json'],
  ],
});

export const bitbucket = [
  event(
    'repo:push',
    'push',
    {
      push: {
        changes: [
          {
            old: {
              type: 'branch',
              name: 'main',
              target: { type: 'commit', hash: '6113728f27ae82c7b1a177c8d03f9e96e0adf246' },
            },
            new: {
              type: 'branch',
              name: 'main',
              target: {
                type: 'commit',
                hash: '1481a2de7b2a7d02428ad93446ab166be7793fbb',
                message: 'Check the signature before parsing\n',
                date: '2026-03-04T09:12:41+00:00',
              },
            },
            created: false,
            closed: false,
            forced: false,
          },
        ],
      },
      repository,
      actor,
    },
    '0e5c2f8a-6d5b-4c0e-a8c5-13f2b9f6d701',
  ),
  event(
    'pullrequest:created',
    'pull request created',
    {
      repository,
      actor,
      pullrequest: {
        id: 7,
        type: 'pullrequest',
        title: 'Compare signatures in constant time',
        description: 'Grüße from the review queue.',
        state: 'OPEN',
        author: actor,
        source: { branch: { name: 'constant-time' } },
        destination: { branch: { name: 'main' } },
        created_on: '2026-03-04T09:12:43.183920+00:00',
      },
    },
    '5a2d7c64-0f0b-4d66-b0b4-53a7f6f0a802',
  ),
];
