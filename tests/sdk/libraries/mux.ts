import Mux from '@mux/mux-node';
import { headers, type OfficialLibrary, OTHER_TEXT_SECRET, returned, TEXT_SECRET, text } from '../official-library.ts';

const { webhooks } = new Mux({ tokenId: 'unused', tokenSecret: 'unused' });

export const mux: OfficialLibrary = {
  package: '@mux/mux-node',
  scheme: 'mux',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: async (request, secret) => returned(await webhooks.verifySignature(text(request), headers(request), secret)),
  differs: {
    binary: 'it takes the body as text',
    'upper-case hex': 'it compares the text of the signature',
    'a day ahead': 'its window is for the past only',
  },
};
