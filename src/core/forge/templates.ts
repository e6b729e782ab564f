import type { ForgeTemplate } from './template.ts';
import { agentPlatform } from './templates/agent-platform.ts';
import { commerce } from './templates/commerce.ts';
import { discord } from './templates/discord.ts';
import { generic } from './templates/generic.ts';
import { github } from './templates/github.ts';
import { gitlab } from './templates/gitlab.ts';
import { rex } from './templates/rex.ts';
import { rookone } from './templates/rookone.ts';
import { slack } from './templates/slack.ts';
import { standardWebhooks } from './templates/standard-webhooks.ts';
import { stripe } from './templates/stripe.ts';
import { twilio } from './templates/twilio.ts';
import { vorsto } from './templates/vorsto.ts';

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
];
