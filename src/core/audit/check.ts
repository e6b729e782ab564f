import { fail, ok, type Result } from '../result.ts';
import {
  type AuditExchange,
  type AuditRequest,
  type CheckId,
  type CheckOutcome,
  isAccepted,
  type Severity,
} from './audit.ts';
import type { AuditSubject } from './subject.ts';

/** One question to a handler. */
export interface AuditCheck {
  readonly id: CheckId;
  /** The question, in a few words. */
  readonly title: string;
  /** Where one of these is a finding, this one would only find the same fault again, and is then not applicable. */
  readonly explainedBy?: readonly CheckId[];
  /** Its conclusion is about the requests of other checks too, also of those that are sent after its own. */
  readonly concludesLast?: true;
  /** What it sends; a reason where it cannot ask this scheme's handlers anything. */
  prepare(subject: AuditSubject): Prepared | NotApplicable;
}

export interface NotApplicable {
  /** One sentence. */
  readonly notApplicable: string;
}

export interface Prepared {
  readonly sends: readonly PlannedSend[];
  /** All at once instead of one after the other. */
  readonly together?: boolean;
  /**
   * Of as many exchanges as there are sends that could be made, in their order; of none only where there are no sends.
   * `asked`: those of every check so far.
   */
  conclude(exchanges: readonly AuditExchange[], asked: readonly Asked[]): Conclusion;
}

/** `exchanges`: what to show for it, where that is not what the check sent. */
export type Conclusion = CheckOutcome & { readonly exchanges?: readonly AuditExchange[] };

export interface Asked {
  readonly check: CheckId;
  readonly exchange: AuditExchange;
}

export interface PlannedSend {
  readonly what: string;
  /** Made at the moment of sending: signatures carry the time. The failure is a clause. */
  make(nowMs: number): Result<AuditRequest, string>;
}

export const pass = (message: string): CheckOutcome => ({ outcome: 'pass', message });
export const finding = (severity: Severity, message: string, fix: string): CheckOutcome => ({
  outcome: 'finding',
  severity,
  message,
  fix,
});

interface Rejecting extends Pick<AuditCheck, 'id' | 'title' | 'explainedBy'> {
  readonly severity: Severity;
  /** What it means that one of them was accepted; a sentence. */
  readonly accepted: string;
  readonly fix: string;
  sends(subject: AuditSubject): readonly PlannedSend[] | NotApplicable;
}

/**
 * A check whose requests must not be accepted. How they are refused is another check's question. What the scheme itself would
 * accept is not sent: that is a weakness of the scheme and no fault of the handler.
 */
export function rejecting(check: Rejecting): AuditCheck {
  const { id, title, explainedBy = [], severity, accepted, fix } = check;
  return {
    id,
    title,
    explainedBy,
    prepare(subject) {
      const sends = check.sends(subject);
      if ('notApplicable' in sends) return sends;
      return {
        sends: sends.map((send) => unlessHeld(subject, send)),
        conclude(exchanges) {
          const through = exchanges.filter(({ reply }) => isAccepted(reply));
          if (through.length === 0) return pass(refusedWith(exchanges));
          return finding(severity, `${accepted} Accepted: ${through.map(({ what }) => what).join('; ')}.`, fix);
        },
      };
    },
  };
}

interface Accepting extends Pick<AuditCheck, 'id' | 'title' | 'explainedBy'> {
  readonly severity: Severity;
  readonly refused: string;
  readonly fix: string;
  sends(subject: AuditSubject): readonly PlannedSend[] | NotApplicable;
}

/** A check whose requests are all right, by our own verifier too, and must be accepted. */
export function accepting(check: Accepting): AuditCheck {
  const { id, title, explainedBy = [], severity, refused, fix } = check;
  return {
    id,
    title,
    explainedBy,
    prepare(subject) {
      const sends = check.sends(subject);
      if ('notApplicable' in sends) return sends;
      return {
        sends: sends.map((send) => ifHeld(subject, send)),
        conclude(exchanges) {
          const bad = exchanges.filter(({ reply }) => !isAccepted(reply));
          if (bad.length === 0) return pass(`Accepted with ${statusesOf(exchanges)}.`);
          return finding(severity, `${refused} ${sentence(bad)}`, fix);
        },
      };
    },
  };
}

/** Not sent where our own verifier refuses it. */
export function ifHeld(subject: AuditSubject, send: PlannedSend): PlannedSend {
  return onlyIf(send, subject.holds, 'the scheme does not allow it');
}

/** Not sent where the scheme itself would accept it. */
export function unlessHeld(subject: AuditSubject, send: PlannedSend): PlannedSend {
  return onlyIf(send, (request, nowMs) => !subject.holds(request, nowMs), 'the scheme itself accepts it');
}

function onlyIf(
  { what, make }: PlannedSend,
  holds: (request: AuditRequest, nowMs: number) => boolean,
  otherwise: string,
): PlannedSend {
  return {
    what,
    make(nowMs) {
      const made = make(nowMs);
      return !made.ok || holds(made.value, nowMs) ? made : fail(otherwise);
    },
  };
}

export function refusedWith(exchanges: readonly AuditExchange[]): string {
  return `Refused with ${statusesOf(exchanges)}.`;
}

/** `401`, `401 and 400`, `no reply`. */
export function statusesOf(exchanges: readonly AuditExchange[]): string {
  const seen = [
    ...new Set(exchanges.map(({ reply }) => (reply.kind === 'replied' ? String(reply.status) : 'no reply'))),
  ];
  const last = seen.pop() ?? 'nothing';
  return seen.length === 0 ? last : `${seen.join(', ')} and ${last}`;
}

function sentence(exchanges: readonly AuditExchange[]): string {
  return `Got ${statusesOf(exchanges)} for: ${exchanges.map(({ what }) => what).join('; ')}.`;
}

/** A request signed as the provider would, changed first. */
export function signedSend(
  subject: AuditSubject,
  what: string,
  change: (request: AuditRequest) => AuditRequest = (request) => request,
): PlannedSend {
  return { what, make: (nowMs) => subject.signed(change(subject.fresh()), nowMs) };
}

/** A signed request, changed afterwards. null from `change`: that is not possible with this request. */
export function tamperedSend(
  subject: AuditSubject,
  what: string,
  change: (signed: AuditRequest, nowMs: number) => AuditRequest | null,
): PlannedSend {
  return {
    what,
    make(nowMs) {
      const signed = subject.signed(subject.fresh(), nowMs);
      if (!signed.ok) return signed;
      const changed = change(signed.value, nowMs);
      return changed === null ? { ok: false, failure: 'the request does not lend itself to it' } : ok(changed);
    },
  };
}
