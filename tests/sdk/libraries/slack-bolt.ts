import { verifySlackRequest } from '@slack/bolt/dist/receivers/verify-request.js';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, returned, TEXT_SECRET, text } from '../official-library.ts';

export const slack: OfficialLibrary = {
  package: '@slack/bolt',
  scheme: 'slack',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, signingSecret) =>
    returned(
      verifySlackRequest({
        signingSecret,
        body: text(request),
        headers: {
          'x-slack-signature': header(request, 'x-slack-signature'),
          'x-slack-request-timestamp': Number(header(request, 'x-slack-request-timestamp')),
        },
      }),
    ),
  differs: {
    binary: 'it takes the body as text',
    'upper-case hex': 'it compares the text of the signature',
    'a day ahead': 'its window is for the past only',
  },
};
