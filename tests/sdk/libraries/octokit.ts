import { sign, verify } from '@octokit/webhooks-methods';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, TEXT_SECRET, text } from '../official-library.ts';

export const github: OfficialLibrary = {
  package: '@octokit/webhooks-methods',
  scheme: 'github',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  headers: [
    ['content-type', 'application/json'],
    ['X-GitHub-Event', 'push'],
  ],
  verify: (request, secret) => verify(secret, text(request), header(request, 'x-hub-signature-256')),
  sign: async (request, secret) => [['X-Hub-Signature-256', await sign(secret, text(request))]],
  differs: {
    empty: 'it takes an empty payload for a missing one',
    binary: 'it takes the body as text',
    'upper-case hex': 'it compares the text of the signature',
  },
};
