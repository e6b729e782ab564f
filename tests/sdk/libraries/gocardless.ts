import { verifySignature } from 'gocardless-nodejs/webhooks';
import { buffer, header, type OfficialLibrary, OTHER_TEXT_SECRET, returned, TEXT_SECRET } from '../official-library.ts';

export const gocardless: OfficialLibrary = {
  package: 'gocardless-nodejs',
  scheme: 'gocardless',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) => returned(verifySignature(buffer(request), secret, header(request, 'webhook-signature'))),
  differs: { 'trailing junk': 'its hex decoder stops at the first other character' },
};
