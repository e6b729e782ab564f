import { createSecretKey, type KeyObject } from 'node:crypto';
import {
  buffer,
  header,
  type OfficialLibrary,
  OTHER_TEXT_SECRET,
  perSecret,
  TEXT_SECRET,
  untyped,
} from '../official-library.ts';

const { verify } = untyped<{ verify(url: string, body: Buffer, jwt: string, key: KeyObject): Promise<boolean> }>(
  'messagebird/lib/webhook-signature-jwt',
);

const keyOf = perSecret((secret) => createSecretKey(Buffer.from(secret, 'utf8')));

export const messagebird: OfficialLibrary = {
  package: 'messagebird',
  scheme: 'messagebird',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) =>
    verify(request.url ?? '', buffer(request), header(request, 'messagebird-signature-jwt'), keyOf(secret)),
  differs: { 'trailing junk': 'its base64url decoder passes over other characters' },
};
