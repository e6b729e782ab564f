import type { AuditFileFormat, AuditReport } from '../audit.ts';
import { type Redaction, redactedReport } from './redact-report.ts';
import { reportHtml } from './report-html.ts';
import { reportJson } from './report-json.ts';
import { reportJunit } from './report-junit.ts';

const extensions: Readonly<Record<AuditFileFormat, string>> = { json: 'json', junit: 'junit.xml', html: 'html' };

/** A report to keep and to pass on: no secret is in it. */
export function reportFile(
  report: AuditReport,
  redaction: Redaction,
  format: AuditFileFormat,
): { readonly fileName: string; readonly text: string } {
  const day = new Date(report.startedAt).toISOString().slice(0, 10);
  const scheme = report.scheme.replace(/[^A-Za-z0-9_-]/g, '-');
  return {
    fileName: `audit-${scheme}-${day}.${extensions[format]}`,
    text: reportText(redactedReport(report, redaction), format),
  };
}

function reportText(report: AuditReport, format: AuditFileFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(reportJson(report), null, 2)}\n`;
    case 'junit':
      return reportJunit(report);
    case 'html':
      return reportHtml(report);
  }
}
