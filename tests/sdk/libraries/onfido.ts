import { WebhookEventVerifier } from '@onfido/api';
import {
  buffer,
  header,
  type OfficialLibrary,
  OTHER_TEXT_SECRET,
  perSecret,
  returned,
  TEXT_SECRET,
} from '../official-library.ts';

const verifierOf = perSecret((token) => new WebhookEventVerifier(token));

export const onfido: OfficialLibrary = {
  package: '@onfido/api',
  scheme: 'onfido',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, token) =>
    returned(verifierOf(token).readPayload(buffer(request), header(request, 'x-sha2-signature'))),
  differs: {
    empty: 'it wants JSON',
    binary: 'it wants JSON',
    'byte-order mark': 'it wants JSON without a mark',
    'trailing junk': 'its hex decoder stops at the first other character',
  },
};
