import { LinearWebhookClient } from '@linear/sdk/webhooks';
import {
  buffer,
  header,
  type OfficialLibrary,
  OTHER_TEXT_SECRET,
  perSecret,
  TEXT_SECRET,
} from '../official-library.ts';

const clientOf = perSecret((secret) => new LinearWebhookClient(secret));
const event = (text: string) =>
  `{"action":"create","type":"Issue","data":{"id":"1","t":"${text}"},"webhookTimestamp":${Date.now()}}`;
const noTime = 'it wants a JSON body with the time in it';

export const linear: OfficialLibrary = {
  package: '@linear/sdk',
  scheme: 'linear',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  bodies: {
    compact: event('hello'),
    unicode: event('Zoë 東京 🎉'),
    escapes: event('\\u00e9\\/<&>'),
    pretty: `{\r\n "webhookTimestamp" : ${Date.now()},\r\n "type":"Issue" }\r\n`,
    large: event('lorem ipsum '.repeat(5400)),
  },
  skip: {
    empty: noTime,
    binary: noTime,
    'byte-order mark': noTime,
    'a day old': 'the time stands in the body, which signing leaves alone',
    'a day ahead': 'the time stands in the body, which signing leaves alone',
  },
  verify: (request, secret) => clientOf(secret).verify(buffer(request), header(request, 'linear-signature')),
  differs: { 'upper-case hex': 'it compares the text of the signature' },
};
