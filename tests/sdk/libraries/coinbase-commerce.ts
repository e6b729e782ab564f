import {
  header,
  type OfficialLibrary,
  OTHER_TEXT_SECRET,
  returned,
  TEXT_SECRET,
  text,
  untyped,
} from '../official-library.ts';

const { Webhook } = untyped<{
  Webhook: { verifySigHeader(body: string, signature: string, secret: string): void };
}>('coinbase-commerce-node');

export const coinbaseCommerce: OfficialLibrary = {
  package: 'coinbase-commerce-node',
  scheme: 'coinbase-commerce',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) =>
    returned(Webhook.verifySigHeader(text(request), header(request, 'x-cc-webhook-signature'), secret)),
  differs: { binary: 'it takes the body as text', 'upper-case hex': 'it compares the text of the signature' },
};
