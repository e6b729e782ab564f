import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import {
  BASE64_SECRET,
  buffer,
  headers,
  type OfficialLibrary,
  OTHER_BASE64_SECRET,
  perSecret,
  returned,
} from '../official-library.ts';

const webhookOf = perSecret((secret) => new Webhook(secret));
const svixOf = perSecret((secret) => new SvixWebhook(secret));

const MESSAGE_ID = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W';

function signedBy(prefix: string, library: typeof Webhook | typeof SvixWebhook): NonNullable<OfficialLibrary['sign']> {
  return (request, secret, nowMs) => [
    [`${prefix}-id`, MESSAGE_ID],
    [`${prefix}-timestamp`, String(Math.floor(nowMs / 1000))],
    [`${prefix}-signature`, new library(secret).sign(MESSAGE_ID, new Date(nowMs), buffer(request))],
  ];
}

export const standardWebhooks: OfficialLibrary = {
  package: 'standardwebhooks',
  scheme: 'standard-webhooks',
  secret: BASE64_SECRET,
  otherSecret: OTHER_BASE64_SECRET,
  verify: (request, secret) => returned(webhookOf(secret).verify(buffer(request), headers(request))),
  sign: signedBy('webhook', Webhook),
  differs: { binary: 'it decodes the body as UTF-8', 'byte-order mark': 'it parses the body, mark and all, as JSON' },
};

export const svix: OfficialLibrary = {
  package: 'svix',
  scheme: 'svix',
  secret: BASE64_SECRET,
  otherSecret: OTHER_BASE64_SECRET,
  verify: (request, secret) => returned(svixOf(secret).verify(buffer(request), headers(request))),
  sign: signedBy('svix', SvixWebhook),
  differs: {
    empty: 'it parses the body as JSON',
    binary: 'it decodes the body as UTF-8',
    'byte-order mark': 'it parses the body, mark and all, as JSON',
  },
};
