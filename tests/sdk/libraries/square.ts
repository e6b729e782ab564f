import { WebhooksHelper } from 'square';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, TEXT_SECRET, text } from '../official-library.ts';

export const square: OfficialLibrary = {
  package: 'square',
  scheme: 'square',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, signatureKey) =>
    WebhooksHelper.verifySignature({
      requestBody: text(request),
      signatureHeader: header(request, 'x-square-hmacsha256-signature'),
      signatureKey,
      notificationUrl: request.url ?? '',
    }),
  differs: { binary: 'it takes the body as text' },
};
