import type { EndpointReply } from '../endpoint.ts';
import type { HeaderList } from '../http/headers.ts';

/**
 * How an endpoint answers before its default reply is asked, in this order: a handshake of a provider, the rules, the
 * forward. The default reply itself is the endpoint's `reply`.
 */
export interface ReplySettings {
  readonly handshakes: HandshakeSettings;
  /** The first that matches and is switched on answers. */
  readonly rules: readonly ReplyRule[];
  readonly forward: ForwardSettings | null;
}

/** The tokens that a handshake is checked against are secrets of the endpoint whose `scheme` is `VERIFY_TOKEN`. */
export interface HandshakeSettings {
  readonly on: boolean;
  /**
   * The user is registering the webhook now: a secret that a handshake brings is taken even where the endpoint has one of that
   * scheme. Turned off when one came.
   */
  readonly awaitsSecret: boolean;
}

export interface ReplyRule {
  /** Of the screen's own making, unique in its endpoint. */
  readonly id: string;
  readonly name: string;
  readonly isOn: boolean;
  /** All have to hold; null holds for every request. */
  readonly when: RuleConditions;
  readonly action: RuleAction;
}

export interface RuleConditions {
  /** As it is on the wire: methods are case-sensitive (RFC 9110, section 9.1). */
  readonly method: string | null;
  /** The path of the target as it is on the wire, without the query. */
  readonly path: TextTest | null;
  /** One of the values of that header. */
  readonly header: { readonly name: string; readonly test: TextTest } | null;
  /** Dotted, as schemes name places (`data.object.id`, `items.0.id`); strings by their text, other values by their JSON. */
  readonly json: { readonly path: string; readonly equals: string } | null;
  /** Of the verdict that counts first. */
  readonly verdict: 'verified' | 'failed' | 'unchecked' | null;
}

/**
 * No regular expressions: a user's runs on a sender's text, and one that backtracks would stop the engine. In a glob `*` is any
 * text. Case counts.
 */
export interface TextTest {
  readonly how: 'equals' | 'begins-with' | 'contains' | 'glob';
  readonly text: string;
}

export type RuleAction =
  /** Texts are templates (`template.ts`). */
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers: HeaderList;
      readonly body: string;
      /** 0 to `MAX_DELAY_MS`. */
      readonly delayMs: number;
      /** The body goes out this slowly, at least `MIN_BYTES_PER_SECOND`; null: at once. */
      readonly bytesPerSecond: number | null;
    }
  /** The connection is reset (TCP RST) instead of answered. */
  | { readonly kind: 'reset'; readonly delayMs: number }
  /** 401 where the verdict is failed; any other request goes on to the next rule. */
  | { readonly kind: 'reject-failed' };

/** What the most patient providers wait. */
export const MAX_DELAY_MS = 300_000;
export const MIN_BYTES_PER_SECOND = 1;
export const MAX_BYTES_PER_SECOND = 1_000_000;
export const MAX_RULES = 200;
/** A reply's template, before its values are put in. */
export const MAX_TEMPLATE_CHARS = 256 * 1024;
export const MAX_FORWARD_TARGETS = 20;
export const MIN_FORWARD_TIMEOUT_MS = 100;
export const MAX_FORWARD_TIMEOUT_MS = 300_000;
export const MAX_FALLBACK_BODY_BYTES = 1024 * 1024;

export interface ForwardSettings {
  /** The reply of the first one that takes a request is the sender's; the others get it besides. */
  readonly targets: readonly ForwardTarget[];
  /** From the start of a sending to the end of its reply, `MIN_FORWARD_TIMEOUT_MS` to `MAX_FORWARD_TIMEOUT_MS`. */
  readonly timeoutMs: number;
  /** What the sender gets where no target answered. */
  readonly fallback: EndpointReply;
  /** Whether what a target did not take is kept and delivered later. */
  readonly queue: boolean;
  /** Whether a target that answers with a 5xx counts as one that did not take it; otherwise its reply is passed through. */
  readonly queueServerErrors: boolean;
}

export interface ForwardTarget {
  readonly id: string;
  readonly url: string;
  /** Exactly these; `*`, or none at all: every type, and captures that have none. */
  readonly eventTypes: readonly string[];
  /** Takes what no other target takes, whatever its `eventTypes`. */
  readonly isDefault: boolean;
}

/** How often each rule of an endpoint answered, by the rule's id. A rule that never did is absent. */
export type RuleHits = Readonly<Record<string, number>>;

export const defaultReplySettings: ReplySettings = {
  handshakes: { on: true, awaitsSecret: false },
  rules: [],
  forward: null,
};

/** The conditions that every request meets. */
export const anyRequest: RuleConditions = { method: null, path: null, header: null, json: null, verdict: null };
