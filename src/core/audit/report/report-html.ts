import { lossyUtf8Text, textOfByteString } from '../../bytes.ts';
import type { HeaderList } from '../../http/headers.ts';
import type { AuditExchange, AuditReport, CheckReport } from '../audit.ts';
import { escapedMarkup as text } from './escaped-markup.ts';
import { replyWords, summaryWords } from './report-words.ts';

/** As much of a body as a person reads in a report. */
const MAX_BODY_BYTES = 8 * 1024;

/** A page without scripts that needs nothing from anywhere. Everything of the handler's is text. Give it a redacted report. */
export function reportHtml(report: AuditReport): string {
  const { target, scheme, checks, weaknesses, startedAt, durationMs } = report;
  const findings = checks.filter(({ outcome }) => outcome === 'finding');
  const passed = checks.filter(({ outcome }) => outcome === 'pass');
  const others = checks.filter(({ outcome }) => outcome === 'not-applicable');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(`Audit of ${target}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Audit of a webhook handler</h1>
<dl>
<dt>Handler</dt><dd><code>${text(target)}</code></dd>
<dt>Scheme</dt><dd>${text(scheme)}</dd>
<dt>Made</dt><dd>${text(new Date(startedAt).toISOString())}, in ${(durationMs / 1000).toFixed(1)} s</dd>
<dt>Result</dt><dd><strong>${text(summaryWords(checks))}</strong></dd>
</dl>
</header>
<main>
${section('Findings', findings, true)}
${weaknesses.length === 0 ? '' : `<section><h2>Of the scheme itself</h2><p>True of every handler of this scheme; no findings.</p><ul>${weaknesses.map((one) => `<li>${text(one)}</li>`).join('')}</ul></section>`}
${section('Passed', passed, false)}
${section('Not applicable', others, false)}
</main>
</body>
</html>
`;
}

function section(title: string, checks: readonly CheckReport[], isOpen: boolean): string {
  if (checks.length === 0) return '';
  return `<section><h2>${title} (${checks.length})</h2>${checks.map((check) => checkHtml(check, isOpen)).join('\n')}</section>`;
}

function checkHtml(check: CheckReport, isOpen: boolean): string {
  const { id, title, message, exchanges, outcome } = check;
  const severity = outcome === 'finding' ? `<span class="severity ${check.severity}">${check.severity}</span>` : '';
  const fix = outcome === 'finding' ? `<p><strong>What to change:</strong> ${text(check.fix)}</p>` : '';
  return `<details class="${outcome}"${isOpen ? ' open' : ''}><summary>${severity}<b>${text(title)}</b> <code>${id}</code></summary>
<p>${text(message)}</p>${fix}${exchanges.map(exchangeHtml).join('')}</details>`;
}

function exchangeHtml(exchange: AuditExchange): string {
  const { what, request, reply, requestBytes, replyBytes } = exchange;
  const sent = `${request.method} ${request.url}\n${headerLines(request.headers)}`;
  const received =
    reply.kind === 'failed'
      ? ''
      : `<h4>Received</h4><pre>${text(`${reply.status}\n${headerLines(reply.headers)}`)}\n\n${bodyText(reply.body, replyBytes)}</pre>`;
  return `<details><summary>${text(what)}: ${text(replyWords(reply))}</summary>
<h4>Sent</h4><pre>${text(sent)}\n\n${bodyText(request.body, requestBytes)}</pre>${received}</details>`;
}

function headerLines(headers: HeaderList): string {
  return headers.map(([name, value]) => textOfByteString(`${name}: ${value}`)).join('\n');
}

function bodyText(body: Uint8Array, wholeBytes: number): string {
  const shown = text(lossyUtf8Text(body.subarray(0, MAX_BODY_BYTES)));
  return wholeBytes > MAX_BODY_BYTES ? `${shown}\n<i>(${wholeBytes} bytes in all)</i>` : shown;
}

const STYLE = `
:root{color-scheme:light dark;--line:#d4d7dd;--soft:#f5f6f8;--high:#b42318;--medium:#b54708;--low:#475467}
@media (prefers-color-scheme:dark){:root{--line:#3a3f4b;--soft:#22252c;--high:#f97066;--medium:#fdb022;--low:#98a2b3}}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}h4{margin:.8rem 0 .2rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
details{border:1px solid var(--line);border-radius:6px;padding:.4rem .8rem;margin:.5rem 0}
details details{background:var(--soft)}summary{cursor:pointer;overflow-wrap:anywhere}
code,pre{font:13px/1.45 ui-monospace,monospace}pre{overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
.severity{display:inline-block;border:1px solid;border-radius:4px;padding:0 .4rem;margin-right:.5rem;font-size:.85rem}
.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}
`.trim();
