import type { Scheme } from '../scheme.ts';
import { ably } from '../schemes/ably.ts';
import { discord } from '../schemes/discord.ts';
import { discordIncoming } from '../schemes/discord-incoming.ts';
import { getstream } from '../schemes/getstream.ts';
import { lark } from '../schemes/lark.ts';
import { line } from '../schemes/line.ts';
import { linkedin } from '../schemes/linkedin.ts';
import { metaWhatsapp } from '../schemes/meta-whatsapp.ts';
import { msTeamsOutgoing } from '../schemes/ms-teams-outgoing.ts';
import { plivoV2 } from '../schemes/plivo-v2.ts';
import { pusher } from '../schemes/pusher.ts';
import { sendbird } from '../schemes/sendbird.ts';
import { sinch } from '../schemes/sinch.ts';
import { slack } from '../schemes/slack.ts';
import { telegram } from '../schemes/telegram.ts';
import { tiktok } from '../schemes/tiktok.ts';
import { twilioForm } from '../schemes/twilio-form.ts';
import { twitch } from '../schemes/twitch.ts';
import { viber } from '../schemes/viber.ts';
import { xTwitter } from '../schemes/x-twitter.ts';
import { zoom } from '../schemes/zoom.ts';

/** Chat, calls, text messages and social networks. */
export const messagingSchemes: readonly Scheme[] = [
  slack,
  discord,
  twilioForm,
  discordIncoming,
  telegram,
  line,
  metaWhatsapp,
  xTwitter,
  zoom,
  plivoV2,
  sinch,
  msTeamsOutgoing,
  sendbird,
  getstream,
  pusher,
  ably,
  twitch,
  lark,
  viber,
  linkedin,
  tiktok,
];
