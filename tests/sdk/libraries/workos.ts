import { WorkOS } from '@workos-inc/node';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, parsed, TEXT_SECRET } from '../official-library.ts';

const { webhooks } = new WorkOS('sk_unused');

export const workos: OfficialLibrary = {
  package: '@workos-inc/node',
  scheme: 'workos',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) =>
    webhooks.verifyHeader({
      // Its documentation gives it the parsed body.
      payload: parsed(request),
      sigHeader: header(request, 'workos-signature'),
      secret,
      tolerance: 180_000,
    }),
  differs: {
    escapes: 'it signs the parsed body, serialised again',
    pretty: 'it signs the parsed body, serialised again',
    empty: 'it wants JSON',
    binary: 'it wants JSON',
    'byte-order mark': 'it wants JSON without a mark',
    'upper-case hex': 'it compares the text of the signature',
  },
};
