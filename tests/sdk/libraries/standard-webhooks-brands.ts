import { WebhookHandler } from '@liveblocks/node';
import DodoPayments from 'dodopayments';
import OpenAI from 'openai';
import { validateWebhook } from 'replicate';
import { Resend } from 'resend';
import {
  BASE64_SECRET,
  header,
  headers,
  type OfficialLibrary,
  OTHER_BASE64_SECRET,
  perSecret,
  returned,
  text,
} from '../official-library.ts';

const openaiClient = new OpenAI({ apiKey: 'unused' });
const resendClient = new Resend('re_unused');
const dodoClient = new DodoPayments({ bearerToken: 'unused' });
const liveblocksHandler = perSecret((secret) => new WebhookHandler(secret));

const secrets = { secret: BASE64_SECRET, otherSecret: OTHER_BASE64_SECRET };

export const openai: OfficialLibrary = {
  package: 'openai',
  scheme: 'openai',
  ...secrets,
  verify: async (request, secret) =>
    returned(await openaiClient.webhooks.verifySignature(text(request), headers(request), secret)),
  differs: { binary: 'it takes the body as text', 'trailing junk': 'its base64 decoder passes over other characters' },
};

export const replicate: OfficialLibrary = {
  package: 'replicate',
  scheme: 'replicate',
  ...secrets,
  verify: (request, secret) =>
    validateWebhook({
      id: header(request, 'webhook-id'),
      timestamp: header(request, 'webhook-timestamp'),
      signature: header(request, 'webhook-signature'),
      body: text(request),
      secret,
    }),
  differs: {
    empty: 'it takes an empty body for a missing one',
    binary: 'it takes the body as text',
    'a day old': 'it does not look at the timestamp',
    'a day ahead': 'it does not look at the timestamp',
  },
};

export const resend: OfficialLibrary = {
  package: 'resend',
  scheme: 'resend',
  ...secrets,
  verify: (request, webhookSecret) =>
    returned(
      resendClient.webhooks.verify({
        payload: text(request),
        headers: {
          id: header(request, 'svix-id'),
          timestamp: header(request, 'svix-timestamp'),
          signature: header(request, 'svix-signature'),
        },
        webhookSecret,
      }),
    ),
  differs: { 'byte-order mark': 'it wants JSON without a mark', binary: 'it takes the body as text' },
};

export const dodopayments: OfficialLibrary = {
  package: 'dodopayments',
  scheme: 'dodopayments',
  ...secrets,
  verify: (request, key) => returned(dodoClient.webhooks.unwrap(text(request), { headers: headers(request), key })),
  differs: {
    empty: 'it wants JSON',
    'byte-order mark': 'it wants JSON without a mark',
    binary: 'it takes the body as text',
  },
};

export const liveblocks: OfficialLibrary = {
  package: '@liveblocks/node',
  scheme: 'liveblocks',
  ...secrets,
  bodies: {
    compact: '{"type":"storageUpdated","data":{"projectId":"p1","roomId":"r1"}}',
    unicode: '{"type":"storageUpdated","data":{"projectId":"p1","roomId":"Zoë 東京 🎉"}}',
    escapes: '{"type":"storageUpdated","data":{"projectId":"p1","roomId":"\\u00e9\\/<&>"}}',
    pretty: '{\r\n  "type": "storageUpdated",\r\n  "data": { "projectId": "p1" }\r\n}\r\n',
    large: `{"type":"storageUpdated","data":{"projectId":"p1","roomId":"${'lorem ipsum '.repeat(5400)}"}}`,
  },
  verify: (request, secret) =>
    returned(liveblocksHandler(secret).verifyRequest({ headers: headers(request), rawBody: text(request) })),
  differs: {
    empty: 'it wants JSON',
    'byte-order mark': 'it wants JSON without a mark',
    binary: 'it takes the body as text',
  },
};
