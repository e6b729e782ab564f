import { SignatureValidator } from 'mollie-api-typescript/utils/webhooks/signature_validator.js';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, TEXT_SECRET, text } from '../official-library.ts';

export const mollie: OfficialLibrary = {
  package: 'mollie-api-typescript',
  scheme: 'mollie',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) =>
    SignatureValidator.validate(text(request), secret, header(request, 'x-mollie-signature') || null),
  sign: async (request, secret) => [
    ['X-Mollie-Signature', `sha256=${await SignatureValidator.createSignature(text(request), secret)}`],
  ],
  differs: { 'upper-case hex': 'it compares the text of the signature', binary: 'it takes the body as text' },
};
