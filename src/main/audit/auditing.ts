import {
  type AuditExchange,
  type AuditOrder,
  type AuditProgress,
  type AuditReport,
  type AuditRequest,
  type CheckReport,
  checkIds,
} from '../../core/audit/audit.ts';
import { timeoutOf } from '../../core/audit/deadline.ts';
import type { Redaction } from '../../core/audit/report/redact-report.ts';
import type { Input } from '../../core/contract.ts';
import type { Draft } from '../../core/draft/draft.ts';
import { fromCapture, wireRequest } from '../../core/draft/sendable.ts';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import type { Scheme } from '../../core/signature/scheme.ts';
import type { Sender } from '../replay/sender.ts';
import type { Schemes } from '../schemes.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Store } from '../storage/store.ts';
import { createTurns } from '../turns.ts';
import { createAuditPort } from './audit-port.ts';

/** Loaded with the first audit: most starts see none. */
const loadAudit = () => import('../../core/audit/run-audit.ts');
const loadRequests = () => import('../../core/audit/base-request.ts');
const loadTemplates = () => import('../../core/forge/templates.ts');
const loadReportFile = () => import('../../core/audit/report/report-file.ts');

/** Audits for a screen: one after the other, each with a name by which it is found again while it is among the last. */
export interface Auditing {
  run(order: AuditOrder): Promise<Result<AuditReport, Failure>>;
  cancel(run: string): void;
  draft(input: Input<'audits.draft'>): Result<Draft, Failure>;
  exportFile(input: Input<'audits.export'>): Promise<Result<{ fileName: string; text: string }, Failure>>;
  /** Ends what is under way. Resolves when nothing is sent any more. */
  close(): Promise<void>;
}

export interface AuditingOptions {
  /** One a run, so that cancelling ends the request under way and nothing else. */
  readonly createSender: () => Sender;
  readonly store: Pick<Store, 'request'>;
  readonly schemes: Pick<Schemes, 'byId'>;
  readonly secrets: Pick<Secrets, 'use'>;
  readonly crypto: CryptoPort;
  readonly verifyTls: () => boolean;
  readonly progress: (progress: AuditProgress) => void;
}

/** Whole reports that are kept to open requests of and to save: some megabytes each. */
const KEPT_RUNS = 4;
/** As much of a body as a person looks at; the whole is a command away. */
const MAX_SHOWN_BYTES = 64 * 1024;

/** What is kept of a run: checks as they are done, and the report when it is there. */
interface Kept {
  readonly checks: CheckReport[];
  readonly redaction: Redaction;
  report: AuditReport | null;
}

export function createAuditing(options: AuditingOptions): Auditing {
  const { store, schemes, secrets, crypto } = options;
  const turns = createTurns(1);
  const controls = new Map<string, AbortController>();
  const kept = new Map<string, Kept>();
  const underWay = new Set<Promise<unknown>>();

  async function baseOf({ target, requestFrom }: AuditOrder, scheme: Scheme): Promise<Result<AuditRequest, Failure>> {
    if (requestFrom?.kind !== 'capture') {
      const { templateRequest, usualRequest } = await loadRequests();
      const { templates } = await loadTemplates();
      if (requestFrom === null) return ok(usualRequest(scheme, templates, target));
      const template = templates.find(({ id }) => id === requestFrom.id);
      return template === undefined
        ? fail({ code: 'not-found', what: 'template' })
        : ok(templateRequest(template, target));
    }
    const stored = await store.request(requestFrom.id);
    if (stored === null) return fail({ code: 'not-found', what: 'capture' });
    const { method, url, headers, body } = fromCapture(stored.detail, stored.body, target);
    return ok({ method, url, headers, body });
  }

  async function audit(order: AuditOrder, signal: AbortSignal): Promise<Result<AuditReport, Failure>> {
    const { run, signedUrl, expectations } = order;
    const scheme = schemes.byId(order.scheme);
    if (scheme === undefined) return fail({ code: 'scheme-unknown', scheme: order.scheme });
    if (scheme.mechanism.sign === null) return fail({ code: 'scheme-cannot-sign', scheme: scheme.id });
    const secret = secrets.use(order.secretId);
    if (!secret.ok) return secret;
    const base = await baseOf(order, scheme);
    if (!base.ok) return base;
    const wire = wireRequest({ ...base.value, signing: null });
    if (!wire.ok) return wire;

    const { value } = secret.value;
    const redaction: Redaction = { scheme, secret: value, verifyToken: expectations.verifyToken };
    const keeping: Kept = { checks: [], redaction, report: null };
    keep(run, keeping);
    const sender = options.createSender();
    const end = (): void => sender.close();
    signal.addEventListener('abort', end);
    const port = createAuditPort({
      sender,
      timeoutMs: timeoutOf(scheme.info, expectations),
      verifyTls: options.verifyTls(),
      timing: expectations.timing,
      signal,
      progress(report) {
        if (report !== null) keeping.checks.push(report);
        options.progress({
          run,
          report: report === null ? null : shown(report),
          done: keeping.checks.length,
          total: checkIds.length,
        });
      },
    });
    try {
      const { runAudit } = await loadAudit();
      const report = await runAudit({ scheme, secret: value, crypto, base: base.value, signedUrl, expectations }, port);
      if (port.refusal !== null) return fail(port.refusal);
      keeping.report = report;
      return ok({ ...report, checks: report.checks.map(shown) });
    } finally {
      signal.removeEventListener('abort', end);
      sender.close();
    }
  }

  function keep(run: string, one: Kept): void {
    kept.delete(run);
    kept.set(run, one);
    for (const [oldest] of kept) {
      if (kept.size <= KEPT_RUNS) break;
      kept.delete(oldest);
    }
  }

  async function inTurn(order: AuditOrder, signal: AbortSignal): Promise<Result<AuditReport, Failure>> {
    const release = await turns.take(signal);
    if (release === null) return fail({ code: 'cancelled' });
    try {
      return await audit(order, signal);
    } finally {
      release();
    }
  }

  return {
    async run(order) {
      controls.get(order.run)?.abort();
      const control = new AbortController();
      controls.set(order.run, control);
      const running = inTurn(order, control.signal);
      underWay.add(running);
      try {
        return await running;
      } finally {
        underWay.delete(running);
        if (controls.get(order.run) === control) controls.delete(order.run);
      }
    },
    cancel: (run) => controls.get(run)?.abort(),
    draft({ run, check, index }) {
      const { report = null, checks = [] } = kept.get(run) ?? {};
      const exchange = (report?.checks ?? checks).find(({ id }) => id === check)?.exchanges[index];
      return exchange === undefined ? gone : ok({ ...exchange.request, signing: null });
    },
    async exportFile({ run, format }) {
      const one = kept.get(run);
      if (one === undefined || one.report === null) return gone;
      const { reportFile } = await loadReportFile();
      return ok(reportFile(one.report, one.redaction, format));
    },
    async close() {
      for (const control of controls.values()) control.abort();
      await Promise.allSettled(underWay);
    },
  };
}

const gone = fail({ code: 'not-found', what: 'audit' } as const);

/** With the bodies cut to what a screen shows. */
function shown(report: CheckReport): CheckReport {
  return { ...report, exchanges: report.exchanges.map(cut) };
}

function cut(exchange: AuditExchange): AuditExchange {
  const { request, reply } = exchange;
  return {
    ...exchange,
    request: { ...request, body: request.body.slice(0, MAX_SHOWN_BYTES) },
    reply: reply.kind === 'replied' ? { ...reply, body: reply.body.slice(0, MAX_SHOWN_BYTES) } : reply,
  };
}
