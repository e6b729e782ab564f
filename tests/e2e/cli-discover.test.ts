import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const SECRET = 'acme-secret';
const AT = 1_760_000_000;

function raw(index: number, secret = SECRET, other = index): string {
  const body = `{"event":"order.paid","n":${index}}`;
  const mac = createHmac('sha256', secret)
    .update(`${AT + index}.${body}`)
    .digest('hex');
  return [
    'POST /hook HTTP/1.1',
    'Host: hooks.example.com',
    `X-Acme-Time: ${AT + index}`,
    `X-Sent-Time: ${AT + other}`,
    `X-Acme-Mac: ${mac}`,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

async function files(...texts: readonly string[]): Promise<readonly string[]> {
  const folder = await tempDir();
  const named = texts.map((text, index) => ({ file: join(folder, `${index}.http`), text }));
  for (const { file, text } of named) await writeFile(file, text);
  return named.flatMap(({ file }) => ['--request', file]);
}

const env = { ACME: SECRET };
const json = (out: Buffer) => JSON.parse(out.toString());

describe('hookproof discover', () => {
  it('writes what it proved as one JSON object, ready for verify --recipe', async () => {
    const requests = await files(raw(0, SECRET, 1), raw(1, SECRET, 3));
    const run = await runCli(['discover', '--secret-env', 'ACME', ...requests, '--json'], { env });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(json(run.stdout)).toEqual({
      recipes: [
        {
          recipe: {
            algorithm: 'hmac-sha256',
            signature: { names: ['X-Acme-Mac'], encoding: 'hex' },
            signed: '{ts}.{body}',
            timestamp: { in: 'header', name: 'X-Acme-Time', unit: 's', toleranceSeconds: 300 },
          },
          words: expect.stringMatching(/^HMAC-SHA256 over the timestamp, a dot, the body, /),
          provedOn: [0, 1],
          scheme: null,
        },
      ],
      tried: expect.any(Number),
      complete: true,
    });
    expect(run.stdout.toString()).not.toContain(SECRET);
  });

  it('tells a person the recipe, what remains and how to save it', async () => {
    const requests = await files(raw(0), raw(1));
    const run = await runCli(['discover', '--secret-env', 'ACME', ...requests], { env });
    expect(run.code).toBe(0);
    const text = run.stdout.toString();
    expect(text).toContain('2 recipes remain that the requests given do not tell apart.');
    expect(text).toContain('Give another capture (--request)');
    expect(text).toContain('Proved on all 2 requests.');

    // What is shown is the file that verify takes.
    const shown = text.slice(text.indexOf('{\n'), text.indexOf('\n}\n') + 2);
    const recipe = join(await tempDir(), 'scheme.json');
    await writeFile(recipe, shown);
    const [, request = ''] = requests;
    const at = ['--at', String(AT), '--json'];
    const verified = await runCli(['verify', '--recipe', recipe, '--secret-env', 'ACME', '--request', request, ...at], {
      env,
    });
    expect(json(verified.stdout)).toMatchObject({ status: 'verified' });
  });

  it('names the scheme of the catalogue unless told to ignore it', async () => {
    const body = '{"a":1}';
    const mac = createHmac('sha256', SECRET).update(body).digest('hex');
    const request = `POST / HTTP/1.1\r\nX-Hub-Signature-256: sha256=${mac}\r\nContent-Length: 7\r\n\r\n${body}`;
    const args = ['discover', '--secret-env', 'ACME', '--request', '-'];
    const known = await runCli([...args, '--json'], { env, stdin: request });
    expect(json(known.stdout).recipes).toMatchObject([{ scheme: 'github', provedOn: [0] }]);
    const ignored = await runCli([...args, '--ignore-catalogue', '--json'], { env, stdin: request });
    expect(json(ignored.stdout).recipes).toMatchObject([{ scheme: null }]);
    const text = await runCli(args, { env, stdin: request });
    expect(text.stdout.toString()).toContain('This is how GitHub signs (--scheme github).');
  });

  it('takes the public URL where it is signed', async () => {
    const url = 'https://hooks.example.com/in?a=1';
    const mac = createHmac('sha1', SECRET).update(`${url}x`).digest('base64');
    const request = `POST /in?a=1 HTTP/1.1\r\nX-Acme-Mac: ${mac}\r\nContent-Length: 1\r\n\r\nx`;
    const args = ['discover', '--secret-env', 'ACME', '--request', '-', '--json'];
    const without = await runCli(args, { env, stdin: request });
    expect([without.code, json(without.stdout).recipes]).toEqual([1, []]);
    const withUrl = await runCli([...args, '--url', url], { env, stdin: request });
    expect(json(withUrl.stdout).recipes).toMatchObject([{ recipe: { algorithm: 'hmac-sha1', signed: '{url}{body}' } }]);
  });

  it('ends with 1 where nothing is found, and says what to do', async () => {
    const requests = await files(raw(0), raw(1, 'another secret'));
    const run = await runCli(['discover', '--secret-env', 'ACME', ...requests], { env });
    expect(run.code).toBe(1);
    expect(run.stdout.toString()).toMatch(
      /^No recipe found: none of \d+ computed signatures stands in every request\./,
    );
    expect(run.stdout.toString()).toContain('Check that the secret is the one');
  });

  it.each([
    ['no request', ['--secret-env', 'ACME']],
    ['no secret', ['--request', '-']],
    ['two of standard input', ['--secret-env', 'ACME', '--request', '-', '--request', '-']],
    ['standard input for both', ['--secret-file', '-', '--request', '-']],
    ['no such file', ['--secret-env', 'ACME', '--request', '/nowhere/at/all']],
    ['a URL that is none', ['--secret-env', 'ACME', '--request', '-', '--url', 'example.com']],
    ['what is no request', ['--secret-env', 'ACME', '--request', '-']],
  ])('refuses %s', async (_, args) => {
    const run = await runCli(['discover', ...args], { env, stdin: 'no request' });
    expect(run.code).toBe(2);
    expect(run.stdout.toString()).toBe('');
    expect(run.stderr).not.toBe('');
  });
});
