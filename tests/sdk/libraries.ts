import { adyenHeader, adyenPayments } from './libraries/adyen.ts';
import { braintree } from './libraries/braintree.ts';
import { coinbaseCommerce } from './libraries/coinbase-commerce.ts';
import { contentful } from './libraries/contentful.ts';
import { discord } from './libraries/discord.ts';
import { easypost } from './libraries/easypost.ts';
import { gocardless } from './libraries/gocardless.ts';
import { hubspotV1, hubspotV2, hubspotV3 } from './libraries/hubspot.ts';
import { line } from './libraries/line.ts';
import { linear } from './libraries/linear.ts';
import { livekit } from './libraries/livekit.ts';
import { messagebird } from './libraries/messagebird.ts';
import { modernTreasury } from './libraries/modern-treasury.ts';
import { mollie } from './libraries/mollie.ts';
import { mux } from './libraries/mux.ts';
import { notion } from './libraries/notion.ts';
import { github } from './libraries/octokit.ts';
import { onfido } from './libraries/onfido.ts';
import { paddle } from './libraries/paddle.ts';
import { plivoV2, plivoV3 } from './libraries/plivo.ts';
import { pusher } from './libraries/pusher.ts';
import { qstash } from './libraries/qstash.ts';
import { razorpay } from './libraries/razorpay.ts';
import { retell } from './libraries/retell.ts';
import { sanity } from './libraries/sanity.ts';
import { sendgrid } from './libraries/sendgrid.ts';
import { shopify, shopifyEvents } from './libraries/shopify.ts';
import { slack } from './libraries/slack-bolt.ts';
import { sns } from './libraries/sns.ts';
import { square } from './libraries/square.ts';
import { standardWebhooks, svix } from './libraries/standard-webhooks.ts';
import { dodopayments, liveblocks, openai, replicate, resend } from './libraries/standard-webhooks-brands.ts';
import { stripe } from './libraries/stripe.ts';
import { twilioForm, twilioJson } from './libraries/twilio.ts';
import { vonageJwt, vonageSmsSig } from './libraries/vonage.ts';
import { workos } from './libraries/workos.ts';
import type { OfficialLibrary } from './official-library.ts';

/** Every official library, in the order its benchmark lists it. */
export const officialLibraries: readonly OfficialLibrary[] = [
  stripe,
  github,
  slack,
  shopify,
  shopifyEvents,
  square,
  discord,
  twilioForm,
  twilioJson,
  standardWebhooks,
  svix,
  openai,
  replicate,
  resend,
  dodopayments,
  liveblocks,
  adyenHeader,
  adyenPayments,
  braintree,
  coinbaseCommerce,
  easypost,
  gocardless,
  modernTreasury,
  mollie,
  paddle,
  razorpay,
  contentful,
  hubspotV1,
  hubspotV2,
  hubspotV3,
  line,
  linear,
  livekit,
  messagebird,
  mux,
  notion,
  onfido,
  plivoV2,
  plivoV3,
  pusher,
  qstash,
  retell,
  sanity,
  sendgrid,
  sns,
  vonageJwt,
  vonageSmsSig,
  workos,
];
