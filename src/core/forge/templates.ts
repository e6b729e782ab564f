import type { ForgeTemplate } from './template.ts';
import { adyen } from './templates/adyen.ts';
import { agentPlatform } from './templates/agent-platform.ts';
import { asana } from './templates/asana.ts';
import { bitbucket } from './templates/bitbucket.ts';
import { box } from './templates/box.ts';
import { buildkite } from './templates/buildkite.ts';
import { calCom } from './templates/cal-com.ts';
import { calendly } from './templates/calendly.ts';
import { checkoutCom } from './templates/checkout-com.ts';
import { circleci } from './templates/circleci.ts';
import { clerk } from './templates/clerk.ts';
import { coinbaseCommerce } from './templates/coinbase-commerce.ts';
import { commerce } from './templates/commerce.ts';
import { discord } from './templates/discord.ts';
import { docusign } from './templates/docusign.ts';
import { dropbox } from './templates/dropbox.ts';
import { elevenlabs } from './templates/elevenlabs.ts';
import { generic } from './templates/generic.ts';
import { forgejo, gitea } from './templates/gitea.ts';
import { github } from './templates/github.ts';
import { gitlab } from './templates/gitlab.ts';
import { gocardless } from './templates/gocardless.ts';
import { heroku } from './templates/heroku.ts';
import { hubspot } from './templates/hubspot.ts';
import { intercom } from './templates/intercom.ts';
import { jira } from './templates/jira.ts';
import { launchdarkly } from './templates/launchdarkly.ts';
import { lemonSqueezy } from './templates/lemon-squeezy.ts';
import { linear } from './templates/linear.ts';
import { mollie } from './templates/mollie.ts';
import { mux } from './templates/mux.ts';
import { notion } from './templates/notion.ts';
import { openai } from './templates/openai.ts';
import { paddle } from './templates/paddle.ts';
import { pagerduty } from './templates/pagerduty.ts';
import { paystack } from './templates/paystack.ts';
import { razorpay } from './templates/razorpay.ts';
import { replicate } from './templates/replicate.ts';
import { resend } from './templates/resend.ts';
import { rex } from './templates/rex.ts';
import { rookone } from './templates/rookone.ts';
import { sentry } from './templates/sentry.ts';
import { slack } from './templates/slack.ts';
import { standardWebhooks } from './templates/standard-webhooks.ts';
import { stripe } from './templates/stripe.ts';
import { twilio } from './templates/twilio.ts';
import { twitch } from './templates/twitch.ts';
import { typeform } from './templates/typeform.ts';
import { vercel } from './templates/vercel.ts';
import { vorsto } from './templates/vorsto.ts';
import { woocommerce } from './templates/woocommerce.ts';
import { workos } from './templates/workos.ts';
import { zendesk } from './templates/zendesk.ts';
import { zoom } from './templates/zoom.ts';

/** Every template, in the order the list shows them. */
export const templates: readonly ForgeTemplate[] = [
  ...rookone,
  ...agentPlatform,
  ...rex,
  ...github,
  ...slack,
  ...stripe,
  ...discord,
  ...generic,
  ...vorsto,
  ...standardWebhooks,
  ...commerce,
  ...twilio,
  ...gitlab,
  ...bitbucket,
  ...gitea,
  ...forgejo,
  ...circleci,
  ...buildkite,
  ...vercel,
  ...sentry,
  ...pagerduty,
  ...launchdarkly,
  ...heroku,
  ...paddle,
  ...razorpay,
  ...mollie,
  ...gocardless,
  ...lemonSqueezy,
  ...paystack,
  ...checkoutCom,
  ...adyen,
  ...coinbaseCommerce,
  ...woocommerce,
  ...intercom,
  ...hubspot,
  ...zendesk,
  ...zoom,
  ...linear,
  ...jira,
  ...notion,
  ...asana,
  ...typeform,
  ...calendly,
  ...dropbox,
  ...twitch,
  ...workos,
  ...clerk,
  ...resend,
  ...calCom,
  ...docusign,
  ...box,
  ...mux,
  ...openai,
  ...replicate,
  ...elevenlabs,
];
