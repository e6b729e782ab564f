import { writeFile } from 'node:fs/promises';
import {
  type AuditExpectations,
  type AuditFileFormat,
  type AuditReport,
  type AuditRequest,
  checkIds,
} from '../../../core/audit/audit.ts';
import { usualRequest } from '../../../core/audit/base-request.ts';
import { timeoutOf } from '../../../core/audit/deadline.ts';
import { type Redaction, redactedReport } from '../../../core/audit/report/redact-report.ts';
import { reportFile } from '../../../core/audit/report/report-file.ts';
import { reportJson } from '../../../core/audit/report/report-json.ts';
import { replyWords, summaryWords } from '../../../core/audit/report/report-words.ts';
import { runAudit } from '../../../core/audit/run-audit.ts';
import { joinTarget, wireRequest } from '../../../core/draft/sendable.ts';
import type { Failure } from '../../../core/failure.ts';
import { templates } from '../../../core/forge/templates.ts';
import { parseRawRequest } from '../../../core/http/raw-message.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { Scheme } from '../../../core/signature/scheme.ts';
import { errnoOf } from '../../atomic-file.ts';
import { createAuditPort } from '../../audit/audit-port.ts';
import { nodeCrypto } from '../../crypto/node-crypto.ts';
import type { Workers } from '../../engine.ts';
import { createSender } from '../../replay/sender.ts';
import { knownSchemes, type SchemeOptions, schemeFor } from './known-schemes.ts';
import { complain, complainOf, EXIT, type ExitCode, misuse, terminalSafe, writeJsonLine, writeOut } from './output.ts';
import { readInput, readSecret, type SecretOptions, secretMisuse } from './secret-source.ts';

export interface AuditOptions extends SecretOptions, SchemeOptions {
  readonly to: string;
  readonly request?: string;
  /** The URL the provider was configured with. */
  readonly url?: string;
  readonly duplicates: AuditExpectations['duplicates'];
  readonly deadline?: number;
  readonly timing: boolean;
  readonly verifyTokenFile?: string;
  readonly insecure: boolean;
  readonly json: boolean;
  readonly junit?: string;
  readonly html?: string;
  /** The target, which is not this machine, belongs to the user. */
  readonly yesIOwn?: string;
}

/** `hookproof audit`: exit 0 without findings, 1 with some, 2 wrong usage, 3 where nothing could be asked. */
export async function audit(options: AuditOptions, workers: Workers): Promise<ExitCode> {
  const ordered = await orderOf(options, workers);
  if (!ordered.ok)
    return typeof ordered.failure === 'string' ? misuse(ordered.failure) : complainOf(ordered.failure, EXIT.usage);
  const { scheme, secret, base, origin, expectations } = ordered.value;
  const confirmed = options.yesIOwn === undefined ? null : originOf(options.yesIOwn);
  if (options.yesIOwn !== undefined && confirmed !== origin) {
    return misuse(`--yes-i-own names another origin than --to, which is ${origin}.`);
  }
  const sender = createSender({
    isOwnControlPort: () => false,
    confirmedOrigins: { has: (one) => one === confirmed },
    maxReplyBytes: MAX_REPLY_BYTES,
  });
  const progress = progressLine(options.json);
  const port = createAuditPort({
    sender,
    timeoutMs: timeoutOf(scheme.info, expectations),
    verifyTls: !options.insecure,
    timing: expectations.timing,
    progress: progress.step,
    signal: new AbortController().signal,
  });
  const signedUrl = options.url ?? null;
  const report = await runAudit({ scheme, secret, crypto: nodeCrypto, base, signedUrl, expectations }, port);
  progress.end(port.refusal !== null);
  if (port.refusal !== null) return refused(port.refusal);
  const redaction: Redaction = { scheme, secret, verifyToken: expectations.verifyToken };
  for (const [file, format] of [
    [options.junit, 'junit'],
    [options.html, 'html'],
  ] as const) {
    const code = file === undefined ? EXIT.ok : await save(file, format, report, redaction);
    if (code !== EXIT.ok) return code;
  }
  const shown = redactedReport(report, redaction);
  if (options.json) await writeJsonLine(reportJson(shown));
  else await writeReport(shown);
  return report.findings > 0 ? EXIT.failed : EXIT.ok;
}

/** Enough for an error page; what leaks stands at its beginning or on a page of that size. */
const MAX_REPLY_BYTES = 256 * 1024;

interface Order {
  readonly scheme: Scheme;
  readonly secret: string;
  readonly base: AuditRequest;
  readonly origin: string;
  readonly expectations: AuditExpectations;
}

/** What the options say; the failure is a sentence where only their use was wrong. */
async function orderOf(options: AuditOptions, workers: Workers): Promise<Result<Order, Failure | string>> {
  const wrong = secretMisuse(options, options.request);
  if (wrong !== null) return fail(wrong);
  const schemes = await knownSchemes(options, workers);
  if (!schemes.ok) return schemes;
  const named = schemeFor(options.scheme ?? null, schemes.value);
  if (!named.ok) return named;
  const scheme = named.value;
  if (scheme === null) return fail('audit needs --scheme ID or --recipe FILE.');
  if (scheme.mechanism.sign === null) return fail({ code: 'scheme-cannot-sign', scheme: scheme.id });
  const secret = await readSecret(options);
  if (!secret.ok) return secret;
  if (secret.value === null) return fail({ code: 'secret-missing' });
  const token =
    options.verifyTokenFile === undefined ? ok(null) : await readSecret({ secretFile: options.verifyTokenFile });
  if (!token.ok) return token;
  const base = await baseOf(options, scheme);
  if (!base.ok) return base;
  const wire = wireRequest({ ...base.value, signing: null });
  if (!wire.ok) return wire;
  const { duplicates, deadline = null, timing } = options;
  return ok({
    scheme,
    secret: secret.value,
    base: base.value,
    origin: wire.value.origin,
    expectations: { duplicates, deadlineMs: deadline, timing, verifyToken: token.value },
  });
}

async function baseOf({ to, request }: AuditOptions, scheme: Scheme): Promise<Result<AuditRequest, Failure>> {
  if (request === undefined) return ok(usualRequest(scheme, templates, to));
  const file = await readInput(request);
  if (!file.ok) return file;
  const parsed = parseRawRequest(file.value);
  if (!parsed.ok) return parsed;
  const { method, target, headers, body } = parsed.value;
  return ok({ method, url: joinTarget(to, target), headers, body });
}

/** As `wireRequest` writes it; null: not a URL that requests can go to. */
function originOf(url: string): string | null {
  const wire = wireRequest({ method: 'GET', url, headers: [], body: new Uint8Array(0), signing: null });
  return wire.ok ? wire.value.origin : null;
}

function refused(failure: Failure): ExitCode {
  if (failure.code !== 'target-unconfirmed') return complainOf(failure, EXIT.unchecked);
  return misuse(
    `${failure.origin} is not this machine. If the handler there is yours, add --yes-i-own ${failure.origin}.`,
  );
}

async function save(
  file: string,
  format: AuditFileFormat,
  report: AuditReport,
  redaction: Redaction,
): Promise<ExitCode> {
  try {
    await writeFile(file, reportFile(report, redaction, format).text);
    return EXIT.ok;
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === null) throw error;
    return misuse(`--${format} ${terminalSafe(file)} cannot be written (${errno}).`);
  }
}

/** One line on standard error that counts, where a person looks at it. */
function progressLine(isJson: boolean): { step(report: unknown): void; end(isRefused: boolean): void } {
  const isShown = process.stderr.isTTY === true && !isJson;
  let [sent, done] = [0, 0];
  return {
    step(report) {
      if (report === null) sent++;
      else done++;
      if (isShown) process.stderr.write(`\r\x1b[K${done} of ${checkIds.length} checks, ${sent} requests`);
    },
    // A target that may not be sent to, or where nobody is, was sent nothing.
    end(isRefused) {
      if (isShown) process.stderr.write('\r\x1b[K');
      else if (!isJson && !isRefused) complain(`${sent} requests sent.`);
    },
  };
}

const marks = { pass: '  ok   ', finding: '  FIND ', 'not-applicable': '  n/a  ' } as const;

async function writeReport({ target, scheme, checks, weaknesses }: AuditReport): Promise<void> {
  const lines = [`${target}  (${scheme})`, ''];
  for (const check of checks) {
    lines.push(`${marks[check.outcome]}${check.id}${check.outcome === 'finding' ? `  [${check.severity}]` : ''}`);
    if (check.outcome === 'pass') continue;
    lines.push(`         ${check.message}`);
    if (check.outcome !== 'finding') continue;
    for (const { what, reply } of check.exchanges) lines.push(`         - ${what}: ${replyWords(reply)}`);
    lines.push(`         To change: ${check.fix}`);
  }
  if (weaknesses.length > 0) lines.push('', 'Of the scheme itself, whatever the handler does:');
  for (const weakness of weaknesses) lines.push(`  - ${weakness}`);
  lines.push('', `${summaryWords(checks)}.`);
  await writeOut(`${lines.map(terminalSafe).join('\n')}\n`);
}
