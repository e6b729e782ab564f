import { explain } from '../../failure-words.ts';
import type { AuditReply, CheckReport } from '../audit.ts';

/** "401 after 12 ms"; the failure's own words where there was no reply. */
export function replyWords(reply: AuditReply): string {
  const after = `after ${Math.round(reply.durationMs)} ms`;
  return reply.kind === 'replied' ? `${reply.status} ${after}` : `no reply ${after}: ${explain(reply.failure).title}`;
}

/** "2 findings in 31 checks, 6 not applicable". */
export function summaryWords(checks: readonly CheckReport[]): string {
  const count = (outcome: CheckReport['outcome']) => checks.filter((check) => check.outcome === outcome).length;
  const findings = count('finding');
  const found = findings === 0 ? 'No findings' : `${findings} finding${findings === 1 ? '' : 's'}`;
  return `${found}: ${count('pass')} passed, ${count('not-applicable')} not applicable`;
}
