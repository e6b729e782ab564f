import { Paddle } from '@paddle/paddle-node-sdk';
import { header, type OfficialLibrary, text } from '../official-library.ts';

const { webhooks } = new Paddle('unused');

export const paddle: OfficialLibrary = {
  package: '@paddle/paddle-node-sdk',
  scheme: 'paddle',
  secret: 'pdl_ntfset_01hv8_test',
  otherSecret: 'pdl_ntfset_01hv8_other',
  verify: (request, secret) => webhooks.isSignatureValid(text(request), secret, header(request, 'paddle-signature')),
  differs: {
    binary: 'it takes the body as text',
    'upper-case hex': 'it compares the text of the signature',
    'a day ahead': 'its window is for the past only',
  },
};
