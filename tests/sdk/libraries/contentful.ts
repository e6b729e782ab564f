import { signRequest, verifyRequest } from '@contentful/node-apps-toolkit';
import { headers, type OfficialLibrary, text } from '../official-library.ts';

export const contentful: OfficialLibrary = {
  package: '@contentful/node-apps-toolkit',
  scheme: 'contentful',
  secret: 'q'.repeat(64),
  otherSecret: 'r'.repeat(64),
  verify: (request, secret) => verifyRequest(secret, { ...canonical(request), headers: headers(request) }, 300),
  sign: (request, secret, nowMs) =>
    Object.entries(signRequest(secret, { ...canonical(request), headers: headers(request) }, nowMs)),
  differs: {
    'upper-case hex': 'it compares the text of the signature',
    binary: 'it takes the body as text',
    'a day ahead': 'its window is for the past only',
  },
};

function canonical(request: Parameters<OfficialLibrary['verify']>[0]) {
  // The library's validator checks the method.
  return { method: request.method as 'POST', path: request.target, body: text(request) };
}
