import Pusher from 'pusher';
import { headers, type OfficialLibrary, OTHER_TEXT_SECRET, perSecret, TEXT_SECRET, text } from '../official-library.ts';

const clientOf = perSecret((secret) => new Pusher({ appId: '1', key: 'app-key', secret, cluster: 'eu' }));

export const pusher: OfficialLibrary = {
  package: 'pusher',
  scheme: 'pusher',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  headers: [
    ['content-type', 'application/json'],
    ['X-Pusher-Key', 'app-key'],
  ],
  verify: (request, secret) =>
    clientOf(secret)
      .webhook({ headers: headers(request), rawBody: text(request) })
      .isValid(),
  differs: {
    empty: 'it wants JSON',
    binary: 'it takes the body as text and wants JSON',
    'byte-order mark': 'it wants JSON without a mark',
    'upper-case hex': 'it compares the text of the signature',
  },
};
