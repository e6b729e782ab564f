import { Signature } from '@hubspot/api-client/lib/src/utils/signature.js';
import { header, type OfficialLibrary, OTHER_TEXT_SECRET, TEXT_SECRET, text } from '../official-library.ts';

const common = { package: '@hubspot/api-client', secret: TEXT_SECRET, otherSecret: OTHER_TEXT_SECRET } as const;
const json = ['content-type', 'application/json'] as const;

export const hubspotV1: OfficialLibrary = {
  ...common,
  scheme: 'hubspot-v1',
  headers: [json, ['X-HubSpot-Signature-Version', 'v1']],
  verify: (request, clientSecret) =>
    Signature.isValid({
      signatureVersion: 'v1',
      signature: header(request, 'x-hubspot-signature'),
      clientSecret,
      requestBody: text(request),
    }),
  differs: { binary: 'it takes the body as text', 'upper-case hex': 'it compares the text of the signature' },
};

export const hubspotV2: OfficialLibrary = {
  ...common,
  scheme: 'hubspot-v2',
  headers: [json, ['X-HubSpot-Signature-Version', 'v2']],
  verify: (request, clientSecret) =>
    Signature.isValid({
      signatureVersion: 'v2',
      signature: header(request, 'x-hubspot-signature'),
      clientSecret,
      requestBody: text(request),
      url: request.url ?? '',
      method: request.method,
    }),
  differs: { binary: 'it takes the body as text', 'upper-case hex': 'it compares the text of the signature' },
};

export const hubspotV3: OfficialLibrary = {
  ...common,
  scheme: 'hubspot-v3',
  verify: (request, clientSecret) =>
    Signature.isValid({
      signatureVersion: 'v3',
      signature: header(request, 'x-hubspot-signature-v3'),
      clientSecret,
      requestBody: text(request),
      url: request.url ?? '',
      method: request.method,
      timestamp: Number(header(request, 'x-hubspot-request-timestamp')),
    }),
  differs: { binary: 'it takes the body as text', 'a day ahead': 'its window is for the past only' },
};
