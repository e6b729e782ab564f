import { buffer, headers, type OfficialLibrary, OTHER_TEXT_SECRET, returned, untyped } from '../official-library.ts';

type Client = new (
  key: string,
) => {
  Utils: { validateWebhook(body: Buffer, headers: Record<string, string>, secret: string): unknown };
};
const module = untyped<Client | { default: Client }>('@easypost/api');
const EasyPost = 'default' in module ? module.default : module;

const { Utils } = new EasyPost('unused');

export const easypost: OfficialLibrary = {
  package: '@easypost/api',
  scheme: 'easypost',
  // Both signer and verifier decompose it first (NFKD).
  secret: 'sécret ﬁve',
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) => returned(Utils.validateWebhook(buffer(request), headers(request), secret)),
  differs: {
    empty: 'it wants JSON',
    binary: 'it takes the body as text and wants JSON',
    'byte-order mark': 'it wants JSON without a mark',
    'upper-case hex': 'it compares the text of the signature',
  },
};
