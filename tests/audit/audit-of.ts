import type { AuditReport } from '../../src/core/audit/audit.ts';
import { usualRequest } from '../../src/core/audit/base-request.ts';
import { timeoutOf } from '../../src/core/audit/deadline.ts';
import { runAudit } from '../../src/core/audit/run-audit.ts';
import type { SubjectOptions } from '../../src/core/audit/subject.ts';
import { templates } from '../../src/core/forge/templates.ts';
import { createAuditPort } from '../../src/main/audit/audit-port.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { createSender } from '../../src/main/replay/sender.ts';
import { defaultExpectations } from '../support/expectations.ts';
import { scheme as schemeOf } from '../support/signing.ts';

export interface Audited extends Partial<Pick<SubjectOptions, 'base' | 'signedUrl' | 'expectations'>> {
  readonly url: string;
  readonly scheme: string;
  readonly secret: string;
}

/** The audit of a handler as the command line runs it, over real sockets. */
export async function auditOf({ url, scheme: id, secret, ...more }: Audited): Promise<AuditReport> {
  const scheme = schemeOf(id);
  const expectations = more.expectations ?? defaultExpectations;
  const port = createAuditPort({
    sender: createSender({ isOwnControlPort: () => false, confirmedOrigins: { has: () => false } }),
    timeoutMs: timeoutOf(scheme.info, expectations),
    verifyTls: true,
    timing: expectations.timing,
    progress: () => undefined,
    signal: new AbortController().signal,
  });
  const base = more.base ?? usualRequest(scheme, templates, url);
  const report = await runAudit(
    { scheme, secret, crypto: nodeCrypto, signedUrl: more.signedUrl ?? null, expectations, base: { ...base, url } },
    port,
  );
  if (port.refusal !== null) throw new Error(`nothing was audited: ${port.refusal.code}`);
  return report;
}

/** `rejects-unsigned: A delivery without …`, to read in a failed assertion. */
export function findingsOf({ checks }: AuditReport): readonly string[] {
  return checks.filter(({ outcome }) => outcome === 'finding').map(({ id, message }) => `${id}: ${message}`);
}

export function findingIds({ checks }: AuditReport): readonly string[] {
  return checks.filter(({ outcome }) => outcome === 'finding').map(({ id }) => id);
}
