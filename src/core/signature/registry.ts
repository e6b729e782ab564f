import type { Scheme } from './scheme.ts';
import { agentXWebhookSignature } from './schemes/agent-x-webhook-signature.ts';
import { discord } from './schemes/discord.ts';
import { genericHmac } from './schemes/generic-hmac.ts';
import { github } from './schemes/github.ts';
import { githubSha1 } from './schemes/github-sha1.ts';
import { gitlabToken } from './schemes/gitlab-token.ts';
import { rex } from './schemes/rex.ts';
import { rookoneEigentic } from './schemes/rookone-eigentic.ts';
import { shopify } from './schemes/shopify.ts';
import { slack } from './schemes/slack.ts';
import { square } from './schemes/square.ts';
import { standardWebhooks } from './schemes/standard-webhooks.ts';
import { stripe } from './schemes/stripe.ts';
import { svix } from './schemes/svix.ts';
import { twilioForm } from './schemes/twilio-form.ts';
import { vorstoXSignature } from './schemes/vorsto-x-signature.ts';

/** Every built-in scheme, in the order lists show them. */
export const schemes: readonly Scheme[] = [
  rookoneEigentic,
  agentXWebhookSignature,
  rex,
  vorstoXSignature,
  github,
  githubSha1,
  slack,
  stripe,
  discord,
  standardWebhooks,
  svix,
  shopify,
  square,
  twilioForm,
  gitlabToken,
  genericHmac,
];

const byId = new Map(schemes.map((scheme) => [scheme.id, scheme]));

export function schemeById(id: string): Scheme | undefined {
  return byId.get(id);
}
