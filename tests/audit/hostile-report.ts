import { type AuditExchange, type AuditReport, type CheckReport, checkIds } from '../../src/core/audit/audit.ts';
import { latin1Bytes, utf8ByteString } from '../../src/core/bytes.ts';

/** What a handler may answer with to reach whoever reads the report. */
export const payloads: readonly string[] = [
  '<script>alert(1)</script>',
  '</pre></details><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">here</a>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<style>@import "//evil.example/x.css";*{background:url(//evil.example/y)}</style>',
  '<base href="//evil.example/">',
  '<form action="//evil.example/"><button autofocus>Send</button></form>',
  '<title>Another page</title>',
  '" autofocus onfocus="alert(1)" x="',
  "' onmouseover='alert(1)",
  '`onload=alert(1)`',
  '--><script>alert(1)</script><!--',
  ']]><script>alert(1)</script>',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;',
  '{{constructor.constructor("alert(1)")()}} <%= alert(1) %>',
  'right \u202eot left\u2066\u2069',
  '\u0000\u0001\u0008\u000b\u000c\u001b[31m\u007f\u009b',
  '\u2028\u2029\ufeff\ufffe\uffff',
  'x'.repeat(200_000),
  '<'.repeat(20_000),
];

/** Each payload in every place that a handler, or what it is asked with, has text in. */
export function hostileReport(): AuditReport {
  const exchanges = payloads.map((payload): AuditExchange => {
    const value = utf8ByteString(payload.slice(0, 4000)).replace(/[\r\n]/g, ' ');
    const body = latin1Bytes(`${utf8ByteString(payload)}\xff\xed\xa0\x80`);
    const headers = [[value, value]] as const;
    return {
      what: payload,
      at: 0,
      request: { method: payload, url: payload, headers, body },
      reply: { kind: 'replied', status: 500, headers, body, durationMs: 1 },
      requestBytes: body.length,
      replyBytes: body.length,
    };
  });
  const outcomes = payloads.flatMap((payload): Pick<CheckReport, 'outcome' | 'message'>[] => [
    { outcome: 'finding', message: payload },
    { outcome: 'pass', message: payload },
  ]);
  const checks = checkIds.map((id, index): CheckReport => {
    const { outcome = 'not-applicable', message = payloads[0] ?? '' } = outcomes[index] ?? {};
    const base = { id, title: message, message, exchanges: index < 3 ? exchanges : [] };
    return outcome === 'finding' ? { ...base, outcome, severity: 'high', fix: message } : { ...base, outcome };
  });
  return {
    target: payloads.join(' ').slice(0, 4000),
    scheme: '<b>scheme</b>',
    checks,
    weaknesses: payloads,
    findings: checks.filter(({ outcome }) => outcome === 'finding').length,
    cancelled: false,
    startedAt: 1_760_000_000_000,
    durationMs: 1234,
  };
}
