import { Receiver } from '@upstash/qstash';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, perSecret, TEXT_SECRET, text } from '../official-library.ts';

const receiverOf = perSecret((secret) => new Receiver({ currentSigningKey: secret, nextSigningKey: `${secret}-next` }));

export const qstash: OfficialLibrary = {
  package: '@upstash/qstash',
  scheme: 'upstash-qstash',
  secret: `sig_${TEXT_SECRET}`,
  otherSecret: `sig_${OTHER_TEXT_SECRET}`,
  verify: (request, secret) =>
    receiverOf(secret).verify({
      signature: header(request, 'upstash-signature'),
      body: text(request),
      url: request.url ?? '',
    }),
  differs: {
    'trailing junk': 'its base64url decoder passes over other characters',
    binary: 'it takes the body as text',
  },
};
