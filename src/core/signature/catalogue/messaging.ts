import type { Scheme } from '../scheme.ts';
import { discord } from '../schemes/discord.ts';
import { slack } from '../schemes/slack.ts';
import { twilioForm } from '../schemes/twilio-form.ts';

/** Chat, calls, text messages and social networks. */
export const messagingSchemes: readonly Scheme[] = [slack, discord, twilioForm];
