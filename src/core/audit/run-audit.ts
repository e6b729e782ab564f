import {
  type AuditExchange,
  type AuditReply,
  type AuditReport,
  type AuditRequest,
  type CheckId,
  type CheckOutcome,
  type CheckReport,
  checkIds,
  isAccepted,
} from './audit.ts';
import type { Asked, AuditCheck, Conclusion, PlannedSend, Prepared } from './check.ts';
import { layouts } from './checks/accepts.ts';
import { checks } from './checks.ts';
import { libraryDiffers } from './provider-libraries.ts';
import { weaknessesOf } from './scheme-weaknesses.ts';
import { type AuditSubject, auditSubject, rewrittenJson, type SubjectOptions } from './subject.ts';

/** What an audit needs of its host. */
export interface AuditPort {
  /**
   * Sends it as it stands; `atOnce`: without waiting for the others. Rejects only for bugs: what goes wrong on the way is a reply
   * of kind `failed`.
   */
  send(request: AuditRequest, atOnce: boolean): Promise<AuditReply>;
  /** Wall clock, ms since the epoch. */
  now(): number;
  /** A check is done, or (null) a request was sent. What later findings explain is said in the audit’s report only. */
  progress(report: CheckReport | null): void;
  /** Asked before every request: the user may have had enough. The report then has what is done so far. */
  isCancelled(): boolean;
}

/** A check whose requests were sent. */
interface Open {
  readonly check: AuditCheck;
  readonly prepared: Prepared;
  readonly exchanges: readonly AuditExchange[];
  /** Why one of its requests could not be made. */
  readonly obstacle: string | null;
}

/** Sends every request of every check that applies, one after the other, and says what was found. */
export async function runAudit(options: SubjectOptions, port: AuditPort): Promise<AuditReport> {
  const startedAt = port.now();
  const { subject, valid } = await calibrated(options, port);
  const silent = valid.length > 0 && valid.every(({ reply }) => reply.kind === 'failed');
  const asked: Asked[] = valid.map((exchange) => ({ check: 'accepts-valid', exchange }));
  const reports: CheckReport[] = [];
  const open: Open[] = [];
  const add = (check: AuditCheck, exchanges: readonly AuditExchange[], outcome: Conclusion): void => {
    const report: CheckReport = { id: check.id, title: check.title, exchanges, ...outcome };
    reports.push(report);
    port.progress(report);
  };
  const conclude = ({ check, prepared, exchanges, obstacle }: Open): void => {
    const isImpossible = exchanges.length === 0 && prepared.sends.length > 0;
    add(check, exchanges, isImpossible ? impossible(obstacle) : prepared.conclude(exchanges, asked));
  };

  for (const check of checks) {
    if (port.isCancelled()) break;
    const isFirst = check.id === 'accepts-valid';
    const prepared = preparedOf(check, subject, silent && !isFirst && check.id !== 'answers-in-time');
    if ('notApplicable' in prepared) {
      add(check, [], { outcome: 'not-applicable', message: prepared.notApplicable });
      continue;
    }
    // What was sent to find the layout is the answer to the first question.
    const sent =
      isFirst && valid.length > 0 ? { exchanges: valid.slice(-1), obstacle: null } : await exchanged(prepared, port);
    if (!isFirst) asked.push(...sent.exchanges.map((exchange) => ({ check: check.id, exchange })));
    if (port.isCancelled()) break;
    if (check.concludesLast === true) open.push({ check, prepared, ...sent });
    else conclude({ check, prepared, ...sent });
  }
  if (!port.isCancelled()) for (const one of open) conclude(one);

  const ordered = reports.toSorted((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id));
  const all = ordered.map((report) => explained(report, ordered));
  return {
    target: options.base.url,
    scheme: subject.scheme.id,
    checks: all,
    weaknesses: weaknessesOf(subject.scheme),
    findings: all.filter(({ outcome }) => outcome === 'finding').length,
    cancelled: port.isCancelled(),
    startedAt,
    durationMs: port.now() - startedAt,
  };
}

function preparedOf(check: AuditCheck, subject: AuditSubject, silent: boolean): Prepared | { notApplicable: string } {
  // Each further question would take as long as the first.
  if (silent) return { notApplicable: 'The handler did not answer a valid delivery, so nothing else was asked.' };
  const library = libraryDiffers(subject.scheme.info, check.id);
  return library === null ? check.prepare(subject) : { notApplicable: library };
}

/**
 * A handler that parses the body and verifies what it writes from it accepts only deliveries that are laid out as it writes
 * them. To find that fault and not only that nothing is accepted, the base request takes the first layout that is.
 */
async function calibrated(
  options: SubjectOptions,
  port: AuditPort,
): Promise<{ readonly subject: AuditSubject; readonly valid: readonly AuditExchange[] }> {
  const { base } = options;
  const valid: AuditExchange[] = [];
  for (const one of [base, ...layouts.flatMap((write) => rewrittenJson(base, write) ?? [])]) {
    const subject = auditSubject({ ...options, base: one });
    const send: PlannedSend = { what: 'a valid delivery', make: (nowMs) => subject.signed(subject.fresh(), nowMs) };
    const { exchanges } = await exchanged({ sends: [send] }, port);
    valid.push(...exchanges);
    if (exchanges.some(({ reply }) => isAccepted(reply))) return { subject, valid };
    if (exchanges.every(({ reply }) => reply.kind === 'failed')) break;
  }
  return { subject: auditSubject(options), valid: valid.slice(0, 1) };
}

async function exchanged(
  { sends, together = false }: Pick<Prepared, 'sends' | 'together'>,
  port: AuditPort,
): Promise<Pick<Open, 'exchanges' | 'obstacle'>> {
  let obstacle: string | null = null;
  const exchanges: (AuditExchange | null)[] = [];
  const one = async ({ what, make }: PlannedSend, index: number): Promise<void> => {
    if (port.isCancelled()) return;
    const at = port.now();
    const request = make(at);
    if (!request.ok) {
      obstacle ??= request.failure;
      return;
    }
    const reply = await port.send(request.value, together);
    const replyBytes = reply.kind === 'replied' ? reply.body.length : 0;
    const requestBytes = request.value.body.length;
    exchanges[index] = { what, at, request: request.value, reply, requestBytes, replyBytes };
    port.progress(null);
  };
  if (together) await Promise.all(sends.map(one));
  else for (const [index, send] of sends.entries()) await one(send, index);
  return { exchanges: exchanges.filter((exchange) => exchange !== null && exchange !== undefined), obstacle };
}

function impossible(obstacle: string | null): CheckOutcome {
  return {
    outcome: 'not-applicable',
    message: `No such request could be made${obstacle === null ? '' : `: ${obstacle}`}.`,
  };
}

/** What another finding explains is not said twice; and what a handler refuses tells nothing when it refuses everything. */
function explained(report: CheckReport, all: readonly CheckReport[]): CheckReport {
  const isFinding = (id: CheckId) => all.some((other) => other.id === id && other.outcome === 'finding');
  const { id, title, exchanges, outcome, message } = report;
  const notApplicable = (why: string): CheckReport => ({
    id,
    title,
    exchanges,
    outcome: 'not-applicable',
    message: why,
  });
  if (outcome === 'finding') {
    const cause = checks.find((check) => check.id === id)?.explainedBy?.find(isFinding);
    return cause === undefined ? report : notApplicable(`Follows from ${cause}: ${message}`);
  }
  if (outcome === 'pass' && id.startsWith('rejects-') && isFinding('accepts-valid')) {
    return notApplicable('The handler refuses valid deliveries too, so a refusal tells nothing.');
  }
  return report;
}
