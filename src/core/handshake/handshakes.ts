import type { RequestParts } from '../signature/request-parts.ts';
import type { Handshake, HandshakeAnswer, HandshakeContext } from './handshake.ts';
import { asanaHandshake } from './providers/asana.ts';
import { snsSubscription } from './providers/aws-sns.ts';
import { cloudEventsValidation, eventGridValidation } from './providers/azure-event-grid.ts';
import { braintreeChallenge } from './providers/braintree.ts';
import { discordPing } from './providers/discord.ts';
import { ebayChallenge } from './providers/ebay.ts';
import { figmaPing } from './providers/figma.ts';
import { frontChallenge } from './providers/front.ts';
import { intercomProbe, mandrillProbe, mandrillTest, trelloProbe } from './providers/head-probe.ts';
import { larkUrlVerification } from './providers/lark.ts';
import { linkedinValidation } from './providers/linkedin.ts';
import { metaVerification } from './providers/meta-whatsapp.ts';
import { graphValidation } from './providers/microsoft-graph.ts';
import { mondayChallenge } from './providers/monday.ts';
import { notionVerification } from './providers/notion.ts';
import { oktaVerification } from './providers/okta-event-hooks.ts';
import { onfleetCheck } from './providers/onfleet.ts';
import { dropboxChallenge, nylasChallenge, openChallenge } from './providers/open-challenge.ts';
import { slackSslCheck, slackUrlVerification } from './providers/slack.ts';
import { twitchVerification } from './providers/twitch.ts';
import { wechatVerification } from './providers/wechat.ts';
import { woocommercePing } from './providers/woocommerce.ts';
import { worldlineVerification } from './providers/worldline.ts';
import { xChallengeResponse } from './providers/x-twitter.ts';
import { xeroIntentToReceive } from './providers/xero.ts';
import { zoomUrlValidation } from './providers/zoom.ts';

/** The ones that say least of who asks are last. */
export const handshakes: readonly Handshake[] = [
  asanaHandshake,
  snsSubscription,
  eventGridValidation,
  cloudEventsValidation,
  braintreeChallenge,
  discordPing,
  ebayChallenge,
  figmaPing,
  frontChallenge,
  trelloProbe,
  mandrillProbe,
  intercomProbe,
  mandrillTest,
  linkedinValidation,
  metaVerification,
  graphValidation,
  notionVerification,
  oktaVerification,
  onfleetCheck,
  dropboxChallenge,
  nylasChallenge,
  slackUrlVerification,
  slackSslCheck,
  twitchVerification,
  wechatVerification,
  woocommercePing,
  worldlineVerification,
  xChallengeResponse,
  xeroIntentToReceive,
  zoomUrlValidation,
  larkUrlVerification,
  mondayChallenge,
  openChallenge,
];

const byMethod = Map.groupBy(
  handshakes.flatMap((handshake) => handshake.methods.map((method) => ({ method, handshake }))),
  ({ method }) => method,
);

/**
 * The answer to the handshake that a request is; null for all the others. `pinned`: the endpoint's only scheme, whose provider,
 * where it is known to ask, is the only one that is answered; `expected`: whether the endpoint has the scheme or a secret for it.
 */
export function handshakeAnswer(
  parts: RequestParts,
  context: HandshakeContext,
  { pinned, expected }: { readonly pinned: string | null; readonly expected: ReadonlySet<string> },
): { readonly handshake: Handshake; readonly answer: HandshakeAnswer } | null {
  const alone = pinned !== null && handshakesOf(pinned).length > 0 ? pinned : null;
  const candidates = byMethod.get(parts.request.method) ?? [];
  for (const isExpected of [true, false]) {
    for (const { handshake } of candidates) {
      const { scheme, onlyExpected = false } = handshake;
      if (expected.has(scheme) !== isExpected || (onlyExpected && !isExpected)) continue;
      if (alone !== null && alone !== scheme) continue;
      const answer = handshake.answer(parts, context);
      if (answer !== null) return { handshake, answer };
    }
  }
  return null;
}

/** What the provider of a scheme asks; empty: nothing that is known. */
export function handshakesOf(scheme: string): readonly Handshake[] {
  return handshakes.filter((handshake) => handshake.scheme === scheme);
}
