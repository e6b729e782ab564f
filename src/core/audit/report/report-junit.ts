import type { AuditReport, CheckReport } from '../audit.ts';
import { escapedMarkup } from './escaped-markup.ts';
import { replyWords } from './report-words.ts';

/** JUnit's XML as CI servers read it: a test case a check. Give it a redacted report. */
export function reportJunit({ target, scheme, checks, findings, startedAt, durationMs }: AuditReport): string {
  const skipped = checks.filter(({ outcome }) => outcome === 'not-applicable').length;
  const counts = `tests="${checks.length}" failures="${findings}" errors="0" skipped="${skipped}" time="${seconds(durationMs)}"`;
  const name = attribute(`hookproof audit of ${target}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name=${name} ${counts} timestamp="${new Date(startedAt).toISOString()}">`,
    ...checks.map((check) => testCase(check, scheme)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(check: CheckReport, scheme: string): string {
  const { id, outcome, message, exchanges } = check;
  const time = seconds(exchanges.reduce((sum, { reply }) => sum + reply.durationMs, 0));
  const open = `    <testcase classname=${attribute(`hookproof.audit.${scheme}`)} name="${id}" time="${time}"`;
  if (outcome === 'pass') return `${open}/>`;
  if (outcome === 'not-applicable') return `${open}><skipped message=${attribute(message)}/></testcase>`;
  const lines = exchanges.map(({ what, reply }) => `${what}: ${replyWords(reply)}`);
  const text = escapedMarkup([message, check.fix, '', ...lines].join('\n'));
  return `${open}><failure type="${check.severity}" message=${attribute(message)}>${text}</failure></testcase>`;
}

function attribute(text: string): string {
  return `"${escapedMarkup(text)}"`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
