import { describe, expect, it } from 'vitest';
import { type AuditFileFormat, auditFileFormats } from '../../src/core/audit/audit.ts';
import { reportFile } from '../../src/core/audit/report/report-file.ts';
import { defaultExpectations } from '../support/expectations.ts';
import { scheme } from '../support/signing.ts';
import { auditOf } from './audit-of.ts';
import { github, right, verifying } from './faults/fault.ts';
import { serve } from './handler.ts';

/** A handler that answers with everything it was sent, and its secret in several encodings. */
const telling =
  (secret: string, isRight: (headers: Readonly<Record<string, string>>) => boolean) =>
  ({ headers, body, url }: Parameters<ReturnType<typeof verifying>>[0]) => {
    const encodings = (['hex', 'base64', 'base64url'] as const).map((encoding) =>
      Buffer.from(secret).toString(encoding),
    );
    return {
      status: isRight(headers) ? 200 : 401,
      headers: { 'x-secret': encodeURIComponent(secret) },
      body: JSON.stringify({ url, headers, secret, encodings, body: body.toString('latin1') }),
    };
  };

describe.each([
  ['a token', 'gitlab-token', 'glsec"ret-8T4x'],
  ['a password', 'heroku', 'Bearer-Zq81x-token'],
  ['an HMAC', 'github', 'sécret/of+the"handler'],
] as const)('the report of a handler of %s that repeats all it knows', (_, id, secret) => {
  it('has no secret in any format, nor a token that is nearly it', async () => {
    await using server = await serve(
      telling(secret, ({ authorization, ...headers }) => [authorization, ...Object.values(headers)].includes(secret)),
    );
    const report = await auditOf({ url: server.url, scheme: id, secret });
    expect(report.checks.length).toBe(32);
    const written = [
      secret,
      encodeURIComponent(secret),
      ...(['hex', 'base64', 'base64url'] as const).map((encoding) => Buffer.from(secret).toString(encoding)),
    ];
    const halves = scheme(id).mechanism.strength === 'token' ? [secret.slice(0, Math.floor(secret.length / 2))] : [];
    for (const format of auditFileFormats) {
      const { text } = reportFile(report, { scheme: scheme(id), secret, verifyToken: null }, format);
      for (const one of [...written, ...halves]) expect(plain(text, format), `${one} in ${format}`).not.toContain(one);
    }
  });
});

/** As its reader sees it: what is escaped in the file is not hidden in it. */
function plain(text: string, format: AuditFileFormat): string {
  if (format === 'json') return JSON.stringify(JSON.parse(text)).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

it('writes JSON of exactly these names', async () => {
  await using server = await serve(
    verifying((request) => !request.headers['x-hub-signature-256'] || right.github(request)),
  );
  const report = await auditOf({ url: server.url, ...github, expectations: defaultExpectations });
  const { fileName, text } = reportFile(
    report,
    { scheme: scheme('github'), secret: github.secret, verifyToken: null },
    'json',
  );
  expect(fileName).toMatch(/^audit-github-\d{4}-\d\d-\d\d\.json$/);
  const value = JSON.parse(text);
  expect(Object.keys(value)).toEqual(['target', 'scheme', 'checks', 'weaknesses', 'findings']);
  expect(value).toMatchObject({ target: server.url, scheme: 'github', findings: 1 });
  for (const check of value.checks) {
    expect(Object.keys(check)).toEqual(['id', 'outcome', 'severity', 'sent', 'received', 'message', 'fix']);
    expect(check.sent.length).toBe(check.received.length);
    expect(check.severity === null).toBe(check.outcome !== 'finding');
    expect(check.fix === null).toBe(check.outcome !== 'finding');
  }
  const [found] = value.checks.filter(({ outcome }: { outcome: string }) => outcome === 'finding');
  expect(found).toMatchObject({
    id: 'rejects-unsigned',
    severity: 'high',
    sent: [{ what: 'no signature', method: 'POST', url: server.url, body: { text: expect.stringContaining('"ref"') } }],
    received: [{ status: 200, body: { text: 'ok' } }],
  });
});
