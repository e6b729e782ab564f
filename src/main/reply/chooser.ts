import { randomUUID } from 'node:crypto';
import type { Endpoint, EndpointReply } from '../../core/endpoint.ts';
import type { Failure } from '../../core/failure.ts';
import { type HandshakeContext, replyOf } from '../../core/handshake/handshake.ts';
import { handshakeAnswer } from '../../core/handshake/handshakes.ts';
import { pathOfTarget } from '../../core/http/message.ts';
import { matchingRule } from '../../core/reply/match.ts';
import type { ReplyRule } from '../../core/reply/reply-settings.ts';
import { fillReply } from '../../core/reply/template.ts';
import type { Result } from '../../core/result.ts';
import { VERIFY_TOKEN } from '../../core/secret.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import { type RequestParts, requestParts } from '../../core/signature/request-parts.ts';
import { textReply } from '../capture/reply-writer.ts';
import { publicUrlOf } from '../judging/public-url.ts';
import type { Secrets } from '../secrets/secrets.ts';
import {
  atOnce,
  type ChosenReply,
  type Forward,
  type ReplyChooser,
  type Unanswered,
  verdictOf,
} from './chosen-reply.ts';

/** A secret that came with a handshake. */
export interface BroughtSecret {
  readonly endpointId: string;
  readonly scheme: string;
  readonly label: string;
  readonly value: string;
}

export interface ReplyChooserOptions {
  readonly secrets: Pick<Secrets, 'forEndpoint' | 'all'>;
  readonly crypto: CryptoPort;
  readonly tunnelUrl: () => string | null;
  /** Stores it, which is done before the sender hears of it. */
  readonly keep: (secret: BroughtSecret) => Promise<Result<void, Failure>>;
  readonly counted: (endpointId: string, ruleId: string) => void;
  readonly now: () => number;
  /** Absent: endpoints that have a forward give their default reply. */
  readonly forward?: Forward;
}

export function createReplyChooser(options: ReplyChooserOptions): ReplyChooser {
  const { secrets, crypto } = options;
  /** Endpoint and scheme of secrets that are being stored: two at once would both find none there. */
  const keeping = new Set<string>();

  function contextOf({ arrival, judgement }: Unanswered, endpoint: Endpoint): HandshakeContext {
    const { usable } = secrets.forEndpoint(endpoint.id);
    return {
      // Only secrets that are this scheme's: the reply to a challenge is a signature of what anybody may choose.
      secretsFor: (scheme) =>
        usable
          .filter((secret) => secret.scheme === scheme || (secret.scheme === null && endpoint.scheme === scheme))
          .map(({ value }) => value),
      verifyTokens: usable.filter(({ scheme }) => scheme === VERIFY_TOKEN).map(({ value }) => value),
      publicUrl: publicUrlOf(endpoint, { ...arrival, target: pathOfTarget(arrival.target) }, options.tunnelUrl()),
      verdict: (scheme) => judgement().verdicts.find((verdict) => verdict.scheme === scheme)?.status ?? 'unchecked',
      mayKeep: (scheme) => mayKeep(endpoint, scheme),
      crypto,
    };
  }

  /** Locked ones count too. */
  function mayKeep({ id, replying }: Endpoint, scheme: string): boolean {
    if (keeping.has(`${scheme} ${id}`)) return false;
    if (replying.handshakes.awaitsSecret) return true;
    return !secrets.all.some((secret) => secret.endpointId === id && secret.scheme === scheme);
  }

  function expectedBy({ id, scheme }: Endpoint): ReadonlySet<string> {
    const { usable } = secrets.forEndpoint(id);
    return new Set([...usable.map((secret) => secret.scheme), scheme].filter((each) => each !== null));
  }

  /** A reply, a note of why there is none, or null: no handshake. */
  async function handshake(
    request: Unanswered,
    endpoint: Endpoint,
    parts: RequestParts,
  ): Promise<ChosenReply | string | null> {
    const found = handshakeAnswer(parts, contextOf(request, endpoint), {
      pinned: endpoint.scheme,
      expected: expectedBy(endpoint),
    });
    if (found === null) return null;
    const { answer } = found;
    const { label, keeps } = answer;
    const reply = replyOf(answer);
    if (reply === null) return label;
    if (keeps !== null) {
      const { scheme, name } = found.handshake;
      const key = `${scheme} ${endpoint.id}`;
      keeping.add(key);
      const kept = await options
        .keep({ endpointId: endpoint.id, scheme, label: name, value: keeps })
        .finally(() => keeping.delete(key));
      if (!kept.ok) return `${name} not answered: its secret could not be stored`;
    }
    return { reply, source: 'handshake', label, behaviour: atOnce };
  }

  function byRule({ action, name }: ReplyRule, parts: RequestParts, fallback: EndpointReply): ChosenReply {
    const label = name.trim() === '' ? 'a rule without a name' : name;
    switch (action.kind) {
      case 'reject-failed':
        return { reply: rejected, source: 'rule', label, behaviour: atOnce };
      case 'reset':
        return {
          reply: fallback,
          source: 'rule',
          label: `${label}: connection reset`,
          behaviour: { delayMs: action.delayMs, isReset: true, bytesPerSecond: null },
        };
      case 'reply': {
        const { status, delayMs, bytesPerSecond } = action;
        const values = { parts, nowMs: options.now(), newUuid: randomUUID };
        const { headers, body, missing } = fillReply(action, values);
        const note = missing.length === 0 ? '' : ` (empty: ${missing.map((each) => `{{${each}}}`).join(', ')})`;
        return {
          reply: { status, headers, body },
          source: 'rule',
          label: `${label}${note}`,
          behaviour: { delayMs, isReset: false, bytesPerSecond },
        };
      }
    }
  }

  return {
    async choose(request, endpoint) {
      const { handshakes, rules, forward } = endpoint.replying;
      const { method, target, headers, body } = request.arrival;
      // Looked up as it came, whatever URL the endpoint has for its senders.
      const parts = requestParts({ method, target, url: null, headers, body });
      const shaken = handshakes.on ? await handshake(request, endpoint, parts) : null;
      if (shaken !== null && typeof shaken !== 'string') return shaken;
      const rule = matchingRule(rules, parts, () => verdictOf(request));
      if (rule !== null) {
        options.counted(endpoint.id, rule.id);
        return byRule(rule, parts, endpoint.reply);
      }
      if (forward !== null && options.forward !== undefined) {
        const forwarded = await options.forward(request, endpoint);
        return { ...forwarded, label: forwarded.label ?? shaken };
      }
      return { reply: endpoint.reply, source: 'default', label: shaken, behaviour: atOnce };
    },
  };
}

const rejected = textReply(401, 'The signature of this request failed.');
