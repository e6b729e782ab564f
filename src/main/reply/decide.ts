import { randomUUID } from 'node:crypto';
import type { Endpoint, EndpointReply } from '../../core/endpoint.ts';
import { type HandshakeContext, replyOf } from '../../core/handshake/handshake.ts';
import { handshakeAnswer } from '../../core/handshake/handshakes.ts';
import { pathOfTarget } from '../../core/http/message.ts';
import { matchingRule } from '../../core/reply/match.ts';
import type { ReplyRule } from '../../core/reply/reply-settings.ts';
import { fillReply } from '../../core/reply/template.ts';
import { VERIFY_TOKEN } from '../../core/secret.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import type { RequestParts } from '../../core/signature/request-parts.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import { textReply } from '../capture/reply-writer.ts';
import type { Judgeable } from '../judging/judge.ts';
import { publicUrlOf } from '../judging/public-url.ts';
import type { OpenSecret } from '../secrets/secrets.ts';
import { atOnce, type ChosenReply } from './chosen-reply.ts';

/** A secret that came with a handshake. */
export interface BroughtSecret {
  readonly endpointId: string;
  readonly scheme: string;
  readonly label: string;
  readonly value: string;
}

/** What an endpoint says by itself, before anything is sent on: plain data, decided without doing anything. */
export interface Decision {
  /** null: neither a handshake nor a rule answers. */
  readonly chosen: ChosenReply | null;
  /** To be stored before the reply goes out. */
  readonly keeps: BroughtSecret | null;
  /** The rule that answers, to be counted. */
  readonly ruleId: string | null;
  /** Why a handshake was not answered, for the label of whatever answers instead. */
  readonly note: string | null;
}

/** What is of this moment. */
export interface DecisionInput {
  readonly nowMs: number;
  /** Schemes of secrets that are being stored for the endpoint: two at once would both find none there. */
  readonly keeping: readonly string[];
  /** Whether handshakes are passed over, whatever the endpoint says. */
  readonly rulesOnly: boolean;
}

export interface DecisionFacts extends DecisionInput {
  readonly capture: Judgeable;
  readonly parts: RequestParts;
  readonly endpoint: Endpoint;
  readonly usable: readonly OpenSecret[];
  /** The schemes of all secrets of the endpoint, locked ones included. */
  readonly secretSchemes: readonly string[];
  readonly tunnelUrl: string | null;
  /** Judged when it is first asked for. */
  readonly verdicts: () => readonly Verdict[];
  readonly crypto: CryptoPort;
}

/** In the order handshake, rules. */
export function decideReply(facts: DecisionFacts): Decision {
  const { parts, endpoint, verdicts } = facts;
  const { handshakes, rules } = endpoint.replying;
  const shaken = handshakes.on && !facts.rulesOnly ? handshake(facts) : undecided;
  if (shaken.chosen !== null) return shaken;
  const rule = matchingRule(rules, parts, () => verdicts()[0]?.status ?? 'unchecked');
  return rule === null ? shaken : { ...shaken, chosen: byRule(rule, facts), ruleId: rule.id };
}

/** Neither a handshake nor a rule. */
export const undecided: Decision = { chosen: null, keeps: null, ruleId: null, note: null };

function handshake(facts: DecisionFacts): Decision {
  const { parts, endpoint, usable } = facts;
  const expected = [...usable.map((secret) => secret.scheme), endpoint.scheme].filter((each) => each !== null);
  const found = handshakeAnswer(parts, contextOf(facts), { pinned: endpoint.scheme, expected: new Set(expected) });
  if (found === null) return undecided;
  const { label, keeps } = found.answer;
  const reply = replyOf(found.answer);
  if (reply === null) return { ...undecided, note: label };
  const { scheme, name } = found.handshake;
  return {
    ...undecided,
    chosen: { reply, source: 'handshake', label, behaviour: atOnce },
    keeps: keeps === null ? null : { endpointId: endpoint.id, scheme, label: name, value: keeps },
  };
}

function contextOf({ capture, endpoint, usable, verdicts, ...facts }: DecisionFacts): HandshakeContext {
  return {
    // Only secrets that are this scheme's: the reply to a challenge is a signature of what anybody may choose.
    secretsFor: (scheme) =>
      usable
        .filter((secret) => secret.scheme === scheme || (secret.scheme === null && endpoint.scheme === scheme))
        .map(({ value }) => value),
    verifyTokens: usable.filter(({ scheme }) => scheme === VERIFY_TOKEN).map(({ value }) => value),
    // Every request is looked at, and one provider asks for it.
    get publicUrl() {
      return publicUrlOf(endpoint, { ...capture, target: pathOfTarget(capture.target) }, facts.tunnelUrl);
    },
    verdict: (scheme) => verdicts().find((verdict) => verdict.scheme === scheme)?.status ?? 'unchecked',
    mayKeep(scheme) {
      if (facts.keeping.includes(scheme)) return false;
      return endpoint.replying.handshakes.awaitsSecret || !facts.secretSchemes.includes(scheme);
    },
    crypto: facts.crypto,
  };
}

function byRule({ action, name }: ReplyRule, { parts, endpoint, nowMs }: DecisionFacts): ChosenReply {
  const label = name.trim() === '' ? 'a rule without a name' : name;
  switch (action.kind) {
    case 'reject-failed':
      return { reply: rejected, source: 'rule', label, behaviour: atOnce };
    case 'reset':
      return {
        reply: endpoint.reply,
        source: 'rule',
        label: `${label}: connection reset`,
        behaviour: { delayMs: action.delayMs, isReset: true, bytesPerSecond: null },
      };
    case 'reply': {
      const { status, delayMs, bytesPerSecond } = action;
      const { headers, body, missing } = fillReply(action, { parts, nowMs, newUuid: randomUUID });
      const note = missing.length === 0 ? '' : ` (empty: ${missing.map((each) => `{{${each}}}`).join(', ')})`;
      return {
        reply: { status, headers, body } satisfies EndpointReply,
        source: 'rule',
        label: `${label}${note}`,
        behaviour: { delayMs, isReset: false, bytesPerSecond },
      };
    }
  }
}

const rejected = textReply(401, 'The signature of this request failed.');
