import { signWebhookPayload, verifyWebhookSignature } from '@notionhq/client';
import { buffer, header, type OfficialLibrary } from '../official-library.ts';

export const notion: OfficialLibrary = {
  package: '@notionhq/client',
  scheme: 'notion',
  secret: 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl',
  otherSecret: 'secret_another',
  verify: (request, verificationToken) =>
    verifyWebhookSignature({
      body: buffer(request),
      signature: header(request, 'x-notion-signature'),
      verificationToken,
    }),
  sign: async (request, verificationToken) => [
    ['X-Notion-Signature', await signWebhookPayload({ body: buffer(request), verificationToken })],
  ],
  differs: {},
};
