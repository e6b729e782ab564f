import type { CaptureId, CaptureReply } from '../../core/capture.ts';
import type { Endpoint, EndpointReply } from '../../core/endpoint.ts';
import type { Verdict } from '../../core/signature/verdict.ts';
import type { Arrival } from '../inbox.ts';
import type { Judgement } from '../judging/judge.ts';

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
  /** Judges at the first call; costs nothing where nobody asks. */
  readonly judgement: () => Judgement;
}

/** The verdict that counts first. */
export function verdictOf({ judgement }: Unanswered): Verdict['status'] {
  return judgement().verdicts[0]?.status ?? 'unchecked';
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
