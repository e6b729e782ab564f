import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'launchdarkly',
  name: 'LaunchDarkly',
  headers: () => [
    ['User-Agent', 'LaunchDarkly-Webhooks/1.0'],
    ['Content-Type', 'application/json'],
  ],
});

const member = { _id: '64f1c0ffee0000000000000a', email: 'ida@example.com', firstName: 'Ida', lastName: 'Holm' };

export const launchdarkly = [
  event('flag', 'flag turned on', {
    _id: '67c6c0ffee0000000000001f',
    _accountId: '64f1c0ffee00000000000001',
    date: 1772615564183,
    kind: 'flag',
    name: 'New checkout',
    description: '',
    shortDescription: '',
    comment: 'Ready for everyone',
    member,
    titleVerb: 'turned on the flag',
    title: 'Ida Holm turned on the flag New checkout in Production',
    accesses: [{ action: 'updateOn', resource: 'proj/default:env/production:flag/new-checkout' }],
    target: { name: 'New checkout', resources: ['proj/default:env/production:flag/new-checkout'] },
  }),
  event('project', 'project created', {
    _id: '67c6c0ffee0000000000002e',
    _accountId: '64f1c0ffee00000000000001',
    date: 1772615564183,
    kind: 'project',
    name: 'Harbour',
    description: '',
    shortDescription: '',
    member,
    titleVerb: 'created the project',
    title: 'Ida Holm created the project Harbour',
    accesses: [{ action: 'createProject', resource: 'proj/harbour' }],
    target: { name: 'Harbour', resources: ['proj/harbour'] },
  }),
];
