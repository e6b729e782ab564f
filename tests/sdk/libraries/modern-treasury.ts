import ModernTreasury from 'modern-treasury';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, TEXT_SECRET, text } from '../official-library.ts';

const { webhooks } = new ModernTreasury({ apiKey: 'unused', organizationID: 'unused' });

export const modernTreasury: OfficialLibrary = {
  package: 'modern-treasury',
  scheme: 'modern-treasury',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, key) => webhooks.validateSignature(text(request), header(request, 'x-signature'), { key }),
  sign: (request, key) => [['X-Signature', webhooks.getSignature(text(request), { key })]],
  differs: { binary: 'it takes the body as text', 'upper-case hex': 'it compares the text of the signature' },
};
