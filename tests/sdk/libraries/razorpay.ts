import Razorpay from 'razorpay';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, TEXT_SECRET, text } from '../official-library.ts';

export const razorpay: OfficialLibrary = {
  package: 'razorpay',
  scheme: 'razorpay',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) =>
    Razorpay.validateWebhookSignature(text(request), header(request, 'x-razorpay-signature'), secret),
  differs: { binary: 'it takes the body as text', 'upper-case hex': 'it compares the text of the signature' },
};
