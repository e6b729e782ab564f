import type { Scheme } from '../scheme.ts';
import { awsSns } from '../schemes/aws-sns.ts';
import { braintree } from '../schemes/braintree.ts';
import { circle } from '../schemes/circle.ts';
import { contentful } from '../schemes/contentful.ts';
import { dropboxSign } from '../schemes/dropbox-sign.ts';
import { ebay } from '../schemes/ebay.ts';
import { fal } from '../schemes/fal.ts';
import { figma } from '../schemes/figma.ts';
import { fireblocks } from '../schemes/fireblocks.ts';
import { fusionauth } from '../schemes/fusionauth.ts';
import { googleChat } from '../schemes/google-chat.ts';
import { googlePubsub } from '../schemes/google-pubsub.ts';
import { jiraConnect } from '../schemes/jira-connect.ts';
import { kinde } from '../schemes/kinde.ts';
import { livekit } from '../schemes/livekit.ts';
import { messagebird } from '../schemes/messagebird.ts';
import { microsoftGraph } from '../schemes/microsoft-graph.ts';
import { monday } from '../schemes/monday.ts';
import { netlify } from '../schemes/netlify.ts';
import { paddleClassic } from '../schemes/paddle-classic.ts';
import { paypal } from '../schemes/paypal.ts';
import { plaid } from '../schemes/plaid.ts';
import { plivoV3 } from '../schemes/plivo-v3.ts';
import { rfc9421 } from '../schemes/rfc9421.ts';
import { sendgrid } from '../schemes/sendgrid.ts';
import { standardWebhooksV1a } from '../schemes/standard-webhooks-v1a.ts';
import { telnyx } from '../schemes/telnyx.ts';
import { travis } from '../schemes/travis.ts';
import { twilioJson } from '../schemes/twilio-json.ts';
import { upstashQstash } from '../schemes/upstash-qstash.ts';
import { vonageJwt } from '../schemes/vonage-jwt.ts';
import { vonageSmsSig } from '../schemes/vonage-sms-sig.ts';
import { wechat } from '../schemes/wechat.ts';
import { wise } from '../schemes/wise.ts';

/** Schemes whose signature no recipe expresses: key pairs, tokens, signatures over parsed forms and canonical requests. */
export const codeSchemes: readonly Scheme[] = [
  standardWebhooksV1a,
  rfc9421,
  telnyx,
  fal,
  sendgrid,
  wise,
  circle,
  fireblocks,
  travis,
  ebay,
  awsSns,
  paypal,
  paddleClassic,
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
  twilioJson,
  plivoV3,
  vonageSmsSig,
  contentful,
  braintree,
  dropboxSign,
  wechat,
  figma,
  microsoftGraph,
];
