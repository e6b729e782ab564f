import { base64Of, strictUtf8Text } from '../../bytes.ts';
import type { AuditExchange, AuditReport } from '../audit.ts';

/** Bodies as they are, or as base64 where they are no UTF-8. Longer ones are cut; `bodyBytes` is the length of the whole. */
const MAX_BODY_BYTES = 64 * 1024;

/** The report as scripts read it. Its names are stable; give it a redacted report. */
export function reportJson({ target, scheme, checks, weaknesses, findings }: AuditReport): object {
  return {
    target,
    scheme,
    checks: checks.map((check) => ({
      id: check.id,
      outcome: check.outcome,
      severity: check.outcome === 'finding' ? check.severity : null,
      sent: check.exchanges.map(sentJson),
      received: check.exchanges.map(receivedJson),
      message: check.message,
      fix: check.outcome === 'finding' ? check.fix : null,
    })),
    weaknesses,
    findings,
  };
}

function sentJson({ what, request, requestBytes }: AuditExchange): object {
  const { method, url, headers, body } = request;
  return { what, method, url, headers, body: bodyJson(body), bodyBytes: requestBytes };
}

function receivedJson({ reply, replyBytes }: AuditExchange): object {
  const durationMs = Math.round(reply.durationMs);
  if (reply.kind === 'failed') return { status: null, failure: reply.failure.code, durationMs };
  const { status, headers, body } = reply;
  return { status, headers, body: bodyJson(body), bodyBytes: replyBytes, durationMs };
}

function bodyJson(body: Uint8Array): { readonly text: string } | { readonly base64: string } {
  const shown = body.subarray(0, MAX_BODY_BYTES);
  const text = strictUtf8Text(shown);
  return text === undefined ? { base64: base64Of(shown) } : { text };
}
