import { verifySignature } from '@vonage/jwt';
import { SMS } from '@vonage/sms';
import type { SignedRequest } from '../../../src/core/signature/verify.ts';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, once, TEXT_SECRET } from '../official-library.ts';

const tokenOnly = 'it checks the token alone, never the body';

export const vonageJwt: OfficialLibrary = {
  package: '@vonage/jwt',
  scheme: 'vonage-jwt',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  verify: (request, secret) => verifySignature(header(request, 'authorization').replace(/^Bearer /, ''), secret),
  differs: {
    'a day ahead': 'it knows no window for iat',
    'changed body': tokenOnly,
    'a day old': 'it knows no window for iat',
  },
};

/** A member of an enumeration that the package uses and does not export. */
const sha256hmac = 'SHA256HMAC' as Parameters<SMS['verifySignature']>[3];

const notSigned = 'the body is not signed';

const sms = new SMS({ apiKey: 'unused', apiSecret: 'unused' });
const queryOf = once((request: SignedRequest) => Object.fromEntries(new URL(request.url ?? '').searchParams));

export const vonageSmsSig: OfficialLibrary = {
  package: '@vonage/sms',
  scheme: 'vonage-sms-sig',
  secret: `SHA256HMAC:${TEXT_SECRET}`,
  otherSecret: `SHA256HMAC:${OTHER_TEXT_SECRET}`,
  skip: { 'changed body': notSigned },
  signature: { in: 'url', bytes: /[?&]sig=([^&]+)/ },
  verify: (request, secret) => {
    const parameters = queryOf(request);
    const { sig = '' } = parameters;
    return sms.verifySignature(sig, parameters, secret.slice('SHA256HMAC:'.length), sha256hmac);
  },
  differs: {},
};
