import {
  formFields,
  header,
  type OfficialLibrary,
  OTHER_TEXT_SECRET,
  TEXT_SECRET,
  untyped,
} from '../official-library.ts';

const { validateSignature, validateV3Signature } = untyped<{
  validateSignature(url: string, nonce: string, signature: string, token: string): boolean;
  validateV3Signature(
    method: string,
    url: string,
    nonce: string,
    token: string,
    signature: string,
    fields: Record<string, string | string[]>,
  ): boolean;
}>('plivo');

const notSigned = 'the body is not signed';
const noJson = 'a form has its own bodies';

export const plivoV2: OfficialLibrary = {
  package: 'plivo',
  scheme: 'plivo-v2',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  skip: { 'changed body': notSigned },
  verify: (request, token) =>
    validateSignature(
      request.url ?? '',
      header(request, 'x-plivo-signature-v2-nonce'),
      header(request, 'x-plivo-signature-v2'),
      token,
    ),
  differs: {},
};

export const plivoV3: OfficialLibrary = {
  package: 'plivo',
  scheme: 'plivo-v3',
  secret: TEXT_SECRET,
  otherSecret: OTHER_TEXT_SECRET,
  headers: [['content-type', 'application/x-www-form-urlencoded']],
  bodies: {
    compact: 'CallUUID=42&From=15550001&To=15550002&Event=StartApp',
    unicode: 'CallUUID=43&Text=Zo%C3%AB+gr%C3%BC%C3%9Ft',
    escapes: 'CallUUID=44&Text=a%26b%3Dc%2Bd%25e%2fF+g%20h&Empty=',
    pretty: 'b=2&a=1&a=3&A=0&ab=7&a.b=8',
    large: `CallUUID=45&Text=${'lorem+ipsum+'.repeat(5400)}`,
  },
  skip: { binary: noJson, 'byte-order mark': noJson },
  verify: (request, token) =>
    validateV3Signature(
      request.method,
      request.url ?? '',
      header(request, 'x-plivo-signature-v3-nonce'),
      token,
      header(request, 'x-plivo-signature-v3'),
      formFields(request),
    ),
  differs: {},
};
