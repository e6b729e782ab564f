import { encodeSignatureHeader, isValidSignature } from '@sanity/webhook';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, TEXT_SECRET, text } from '../official-library.ts';

export const sanity: OfficialLibrary = {
  package: '@sanity/webhook',
  scheme: 'sanity',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) => isValidSignature(text(request), header(request, 'sanity-webhook-signature'), secret),
  sign: async (request, secret, nowMs) => [
    ['sanity-webhook-signature', await encodeSignatureHeader(text(request), nowMs, secret)],
  ],
  differs: { empty: 'it refuses an empty payload', binary: 'it takes the body as text' },
};
