import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'vercel',
  name: 'Vercel',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Vercel-Webhooks/1.0'],
    ['Accept', '*/*'],
  ],
});

function deployment(type: string, id: string) {
  return {
    type,
    id,
    createdAt: 1772615564183,
    region: 'fra1',
    payload: {
      user: { id: 'usr_8hVexampleIda' },
      team: { id: 'team_4kVexampleHarbour' },
      deployment: {
        id: 'dpl_3nVexampleDeploy',
        name: 'hello-hooks',
        url: 'hello-hooks-9f2b7d2a.vercel.app',
        meta: { githubCommitRef: 'main', githubCommitMessage: 'Check the signature before parsing' },
      },
      links: { project: 'https://vercel.com/harbour/hello-hooks' },
      target: 'production',
      project: { id: 'prj_7pVexampleProject' },
      plan: 'pro',
      regions: ['fra1'],
    },
  };
}

export const vercel = [
  event('deployment.created', 'deployment created', deployment('deployment.created', 'uev_1aVexampleEvent')),
  event('deployment.succeeded', 'deployment succeeded', deployment('deployment.succeeded', 'uev_2bVexampleEvent')),
  event('deployment.error', 'deployment failed', deployment('deployment.error', 'uev_3cVexampleEvent')),
];
