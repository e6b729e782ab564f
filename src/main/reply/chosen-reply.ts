import type { CaptureId, CaptureReply } from '../../core/capture.ts';
import type { Endpoint, EndpointReply } from '../../core/endpoint.ts';
import type { Arrival } from '../inbox.ts';
import type { Judgeable, Judgement } from '../judging/judge.ts';
import type { Judged } from '../judging/judging-tasks.ts';

/** How a reply goes out. */
export interface ReplyBehaviour {
  /** From the moment the request is stored. */
  readonly delayMs: number;
  /** The connection is reset instead (TCP RST), and nobody gets the reply. */
  readonly isReset: boolean;
  /** The body's pace; null: at once. */
  readonly bytesPerSecond: number | null;
}

export const atOnce: ReplyBehaviour = { delayMs: 0, isReset: false, bytesPerSecond: null };

/** What the sender of a capture gets, and why. */
export interface ChosenReply {
  readonly reply: EndpointReply;
  readonly source: Extract<CaptureReply['source'], 'handshake' | 'rule' | 'forward' | 'default'>;
  /** For the capture's row (`CaptureSummary.replyLabel`). */
  readonly label: string | null;
  readonly behaviour: ReplyBehaviour;
}

/** A request that is stored and not yet answered. */
export interface Unanswered {
  readonly captureId: CaptureId;
  readonly arrival: Arrival;
  /** What judging needs of it. */
  readonly judgeable: () => Judgeable;
  /** Judges at the first call; costs nothing where nobody asks. */
  readonly judgement: () => Promise<Judgement>;
  /** It was judged on the way to its reply. */
  readonly noteJudged: (judged: Judged) => void;
}

/**
 * Sends a stored request on and gives the reply to pass through: the target's, or the fallback with `source` `forward`.
 * Called only for endpoints whose settings have a forward, after handshakes and rules. Never rejects for a target's sake.
 */
export type Forward = (request: Unanswered, endpoint: Endpoint) => Promise<ChosenReply>;

/** Chooses in the order handshake, rules, forward, default. */
export interface ReplyChooser {
  choose(request: Unanswered, endpoint: Endpoint): Promise<ChosenReply>;
}
