import { validateSignature } from '@line/bot-sdk';
import { buffer, header, type OfficialLibrary, OTHER_TEXT_SECRET, TEXT_SECRET } from '../official-library.ts';

export const line: OfficialLibrary = {
  package: '@line/bot-sdk',
  scheme: 'line',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) => validateSignature(buffer(request), secret, header(request, 'x-line-signature')),
  differs: { 'trailing junk': 'its base64 decoder passes over other characters' },
};
