import type { Scheme } from '../scheme.ts';
import { circle } from '../schemes/circle.ts';
import { fireblocks } from '../schemes/fireblocks.ts';
import { fusionauth } from '../schemes/fusionauth.ts';
import { googleChat } from '../schemes/google-chat.ts';
import { googlePubsub } from '../schemes/google-pubsub.ts';
import { jiraConnect } from '../schemes/jira-connect.ts';
import { kinde } from '../schemes/kinde.ts';
import { livekit } from '../schemes/livekit.ts';
import { messagebird } from '../schemes/messagebird.ts';
import { monday } from '../schemes/monday.ts';
import { netlify } from '../schemes/netlify.ts';
import { plaid } from '../schemes/plaid.ts';
import { sendgrid } from '../schemes/sendgrid.ts';
import { standardWebhooksV1a } from '../schemes/standard-webhooks-v1a.ts';
import { telnyx } from '../schemes/telnyx.ts';
import { travis } from '../schemes/travis.ts';
import { upstashQstash } from '../schemes/upstash-qstash.ts';
import { vonageJwt } from '../schemes/vonage-jwt.ts';
import { wise } from '../schemes/wise.ts';

/** Schemes whose signature no recipe expresses: key pairs, tokens, signatures over parsed forms and canonical requests. */
export const codeSchemes: readonly Scheme[] = [
  standardWebhooksV1a,
  telnyx,
  sendgrid,
  wise,
  circle,
  fireblocks,
  travis,
  netlify,
  vonageJwt,
  messagebird,
  livekit,
  plaid,
  kinde,
  fusionauth,
  upstashQstash,
  monday,
  googlePubsub,
  googleChat,
  jiraConnect,
];
