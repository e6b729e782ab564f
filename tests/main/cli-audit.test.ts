import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkIds } from '../../src/core/audit/audit.ts';
import { right, SECRET, verifying } from '../audit/faults/fault.ts';
import { type Handler, serve } from '../audit/handler.ts';
import { programUrl } from '../support/programs.ts';
import { tempDir } from '../support/temp-dir.ts';

const cli = fileURLToPath(programUrl('cli'));

function audit(...args: readonly string[]): Promise<{ code: unknown; out: string; err: string }> {
  const env = { ...process.env, AUDIT_SECRET: SECRET };
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, 'audit', ...args], { env, maxBuffer: 64 * 1024 * 1024 }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}

const of = (url: string, scheme = 'github') => ['--to', url, '--scheme', scheme, '--secret-env', 'AUDIT_SECRET'];

const skipsMissing: Handler = verifying((request) => !request.headers['x-hub-signature-256'] || right.github(request));

describe('hookproof audit', () => {
  it('ends with 0 where nothing was found, and tells every check', async () => {
    await using server = await serve(verifying(right.github));
    const { code, out, err } = await audit(...of(server.url));
    expect(code, err).toBe(0);
    for (const id of checkIds) expect(out).toContain(id);
    expect(out).toMatch(/No findings: \d+ passed, \d+ not applicable\.\n$/);
  });

  it('ends with 1 where something was, as JSON, JUnit and a page, without the secret in any of them', async () => {
    await using server = await serve((request) => {
      const reply = skipsMissing(request);
      return reply === 200 ? 200 : { status: 401, body: `\u001b[31msecret ${SECRET}` };
    });
    const folder = await tempDir();
    const [secret, junit, html] = ['secret', 'audit.xml', 'audit.html'].map((name) => join(folder, name));
    await writeFile(secret ?? '', `${SECRET}\n`);
    const { code, out, err } = await audit(
      ...['--to', server.url, '--scheme', 'github', '--secret-file', secret ?? '', '--json'],
      ...['--junit', junit ?? '', '--html', html ?? ''],
    );
    expect(code, err).toBe(1);
    const report = JSON.parse(out);
    expect(report.checks.map(({ id }: { id: string }) => id)).toEqual(checkIds);
    expect(report.findings).toBe(2);
    const found = report.checks.filter(({ outcome }: { outcome: string }) => outcome === 'finding');
    expect(found.map(({ id }: { id: string }) => id)).toEqual(['rejects-unsigned', 'leaks-expected-signature']);
    const texts = [out, err, await readFile(junit ?? '', 'utf8'), await readFile(html ?? '', 'utf8')];
    for (const text of texts) expect(text).not.toContain(SECRET);
    expect(texts[2]).toContain('<testcase classname="hookproof.audit.github" name="rejects-unsigned"');
    expect(texts[3]).toContain('Refuses a delivery without a signature');
  });

  it('writes what a handler answers so that no terminal obeys it', async () => {
    await using server = await serve(() => ({ status: 401, body: '\u001b]0;owned\u0007' }));
    const { code, out } = await audit(...of(server.url));
    expect(code).toBe(1);
    for (const control of ['\u001b', '\u0007']) expect(out).not.toContain(control);
  });

  it('takes the request, the expectations and the verify token it is given', async () => {
    const bodies: string[] = [];
    const challenges: (string | null)[] = [];
    const seen = new Set<string>();
    await using server = await serve((request) => {
      if (request.method === 'GET') {
        const { searchParams } = new URL(request.url);
        if (searchParams.get('hub.verify_token') !== 'chosen-token') return 403;
        challenges.push(searchParams.get('hub.challenge'));
        return { status: 200, body: searchParams.get('hub.challenge') ?? '' };
      }
      if (!right.github(request)) return 401;
      bodies.push(request.body.toString());
      const key = request.body.toString('latin1');
      if (seen.has(key)) return 409;
      seen.add(key);
      return 200;
    });
    const folder = await tempDir();
    const [request, token] = ['request.http', 'token'].map((name) => join(folder, name));
    await writeFile(
      request ?? '',
      'POST /elsewhere HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n{"object":"page","id":"a"}',
    );
    await writeFile(token ?? '', 'chosen-token');
    const { code, out, err } = await audit(
      ...of(server.url, 'meta-whatsapp'),
      ...['--request', request ?? '', '--duplicates', 'reject', '--verify-token-file', token ?? '', '--json'],
    );
    expect(bodies[0]).toBe('{"object":"page","id":"a"}');
    expect(challenges.length).toBe(1);
    expect(out).not.toContain('chosen-token');
    const outcomes = Object.fromEntries(
      JSON.parse(out).checks.map((check: { id: string; outcome: string }) => [check.id, check.outcome]),
    );
    expect(outcomes, err).toMatchObject({
      'rejects-replay': 'pass',
      'idempotent-duplicate': 'not-applicable',
      'answers-handshake': 'pass',
    });
    expect(code, out.slice(-300)).toBe(0);
  });

  it.each([
    ['another machine without a word', ['--to', 'http://192.0.2.1/hook'], /add --yes-i-own http:\/\/192\.0\.2\.1\./],
    [
      'another origin than the one that is owned',
      ['--to', 'http://192.0.2.1/hook', '--yes-i-own', 'http://192.0.2.2/'],
      /names another origin/,
    ],
    ['a target that is none', ['--to', 'nonsense'], /not a complete URL/],
    ['an unknown scheme', ['--to', 'http://127.0.0.1:1/', '--scheme', 'none-such'], /no scheme “none-such”/],
    ['a deadline that is no number', ['--to', 'http://127.0.0.1:1/', '--deadline', 'soon'], /number above 0/],
    ['duplicates that get something else', ['--to', 'http://127.0.0.1:1/', '--duplicates', 'ignore'], /accept, reject/],
  ])('refuses %s with 2', async (_, args, words) => {
    const scheme = args.includes('--scheme') ? [] : ['--scheme', 'github'];
    const { code, out, err } = await audit(...scheme, '--secret-env', 'AUDIT_SECRET', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
    expect(err).not.toMatch(/requests sent/);
  });

  it('ends with 3 where nobody answers', async () => {
    const server = await serve(() => 200);
    await server[Symbol.asyncDispose]();
    const { code, out, err } = await audit(...of(server.url));
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('Nothing is listening');
  });
});
