import {
  type AuditExchange,
  type AuditReply,
  type AuditReport,
  type AuditRequest,
  type CheckId,
  type CheckOutcome,
  type CheckReport,
  isAccepted,
} from './audit.ts';
import type { AuditCheck, PlannedSend, Prepared } from './check.ts';
import { layouts } from './checks/accepts.ts';
import { leaked } from './checks/leaks.ts';
import { checks } from './checks.ts';
import { libraryDiffers } from './provider-libraries.ts';
import { type AuditSubject, auditSubject, rewrittenJson, type SubjectOptions } from './subject.ts';

/** What an audit needs of its host. */
export interface AuditPort {
  /** Sends it as it stands. Rejects only for bugs: what goes wrong on the way is a reply of kind `failed`. */
  send(request: AuditRequest): Promise<AuditReply>;
  /** Wall clock, ms since the epoch. */
  now(): number;
  /** A check is done, or (null) a request was sent. What later findings explain is said in the audit’s report only. */
  progress(report: CheckReport | null): void;
  /** Asked before every request: the user may have had enough. The report then has what is done so far. */
  isCancelled(): boolean;
}

interface Made extends AuditExchange {
  readonly madeAt: number;
}

/** Sends every request of every check that applies, one after the other, and says what was found. */
export async function runAudit(options: SubjectOptions, port: AuditPort): Promise<AuditReport> {
  const startedAt = port.now();
  const { subject, valid } = await calibrated(options, port);
  const made: Made[] = [...valid];
  const reports: CheckReport[] = [];
  const add = (report: CheckReport): void => {
    reports.push(report);
    port.progress(report);
  };

  for (const check of checks) {
    if (port.isCancelled()) break;
    const library = libraryDiffers(subject.scheme.id, check.id);
    const prepared = library === null ? check.prepare(subject) : { notApplicable: library };
    if ('notApplicable' in prepared) {
      add({ ...reportOf(check, []), outcome: 'not-applicable', message: prepared.notApplicable });
      continue;
    }
    const { exchanges, obstacle } =
      check.id === 'accepts-valid' ? { exchanges: valid.slice(-1), obstacle: null } : await exchanged(prepared, port);
    made.push(...exchanges);
    const outcome = exchanges.length === 0 ? impossible(obstacle) : prepared.conclude(exchanges.map(withoutTime));
    add({ ...reportOf(check, exchanges.map(withoutTime)), ...outcome });
  }

  if (!port.isCancelled()) {
    add({
      id: 'leaks-expected-signature',
      title: 'Keeps the expected signature to itself',
      exchanges: [],
      ...leaked(subject, made),
    });
  }
  const all = reports.map((report) => explained(report, reports));
  return {
    target: options.base.url,
    scheme: subject.scheme.id,
    checks: all,
    weaknesses: subject.scheme.info.notes,
    findings: all.filter(({ outcome }) => outcome === 'finding').length,
    startedAt,
    durationMs: port.now() - startedAt,
  };
}

/**
 * A handler that parses the body and verifies what it writes from it accepts only deliveries that are laid out as it writes
 * them. To find that fault and not only that nothing is accepted, the base request takes the first layout that is.
 */
async function calibrated(
  options: SubjectOptions,
  port: AuditPort,
): Promise<{ readonly subject: AuditSubject; readonly valid: readonly Made[] }> {
  const valid: Made[] = [];
  const asGiven = auditSubject(options);
  const bases = layouts.flatMap((write) => rewrittenJson(options.base, write) ?? []);
  for (const base of bases.length === 0 ? [options.base] : bases) {
    const subject = auditSubject({ ...options, base });
    const send: PlannedSend = { what: 'a valid delivery', make: (nowMs) => subject.signed(subject.fresh(), nowMs) };
    const { exchanges } = await exchanged({ sends: [send] }, port);
    valid.push(...exchanges);
    if (exchanges.some(({ reply }) => isAccepted(reply))) return { subject, valid };
  }
  const [first] = valid;
  const [firstBase = options.base] = bases;
  return {
    subject: first === undefined ? asGiven : auditSubject({ ...options, base: firstBase }),
    valid: valid.slice(0, 1),
  };
}

async function exchanged(
  { sends, together = false }: Pick<Prepared, 'sends' | 'together'>,
  port: AuditPort,
): Promise<{ readonly exchanges: readonly Made[]; readonly obstacle: string | null }> {
  let obstacle: string | null = null;
  const exchanges: Made[] = [];
  const one = async ({ what, make }: PlannedSend): Promise<void> => {
    if (port.isCancelled()) return;
    const madeAt = port.now();
    const request = make(madeAt);
    if (!request.ok) {
      obstacle ??= request.failure;
      return;
    }
    exchanges.push({ what, request: request.value, reply: await port.send(request.value), madeAt });
    port.progress(null);
  };
  if (together) await Promise.all(sends.map(one));
  else for (const send of sends) await one(send);
  return { exchanges, obstacle };
}

function withoutTime({ what, request, reply }: Made): AuditExchange {
  return { what, request, reply };
}

function reportOf({ id, title }: AuditCheck, exchanges: readonly AuditExchange[]) {
  return { id, title, exchanges };
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
