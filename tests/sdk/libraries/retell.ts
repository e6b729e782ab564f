import { sign, verify } from 'retell-sdk';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, TEXT_SECRET, text } from '../official-library.ts';

export const retell: OfficialLibrary = {
  package: 'retell-sdk',
  scheme: 'retell',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) => verify(text(request), secret, header(request, 'x-retell-signature')),
  sign: async (request, secret) => [['X-Retell-Signature', await sign(text(request), secret)]],
  differs: { binary: 'it takes the body as text' },
};
