import { judgeWith } from './judge-with.ts';
import { discord } from './libraries/discord.ts';
import { github } from './libraries/octokit.ts';
import { shopify, shopifyEvents } from './libraries/shopify.ts';
import { slack } from './libraries/slack-bolt.ts';
import { square } from './libraries/square.ts';
import { stripe } from './libraries/stripe.ts';
import { twilioForm } from './libraries/twilio.ts';

judgeWith([stripe, github, slack, shopify, shopifyEvents, square, discord, twilioForm]);
