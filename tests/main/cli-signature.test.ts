import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { inputLines } from '../../src/main/hosts/cli/input-lines.ts';
import { secretText } from '../../src/main/hosts/cli/secret-text.ts';
import { signLine } from '../../src/main/hosts/cli/sign.ts';
import { verifyLine } from '../../src/main/hosts/cli/verify.ts';
import { programUrl } from '../support/programs.ts';
import { tempDir } from '../support/temp-dir.ts';
import { vectors } from '../support/vectors.ts';

const cli = fileURLToPath(programUrl('cli'));

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function hookproof(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env } });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

const linesOf = (out: string) =>
  out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

const body = '{"zen":"Design for failure."}';
const github = {
  id: 'a',
  scheme: 'github',
  secret: 'grün',
  method: 'POST',
  url: 'https://hooks.example.com/in',
  headers: { 'X-GitHub-Event': 'ping' },
  body: Buffer.from(body).toString('base64'),
  now: 1_760_000_000,
};

describe('hookproof schemes', () => {
  it('lists every scheme with its headers', async () => {
    const { code, out } = await hookproof(['schemes', '--json']);
    expect(code).toBe(0);
    const list = JSON.parse(out);
    expect(list.length).toBeGreaterThanOrEqual(16);
    expect(list).toContainEqual({
      id: 'slack',
      name: 'Slack',
      kind: 'recipe',
      headers: ['x-slack-signature', 'x-slack-request-timestamp'],
      canSign: true,
      confirmed: true,
    });
    for (const [id, kind] of [
      ['gitlab-token', 'token'],
      ['discord', 'code'],
      ['twilio-form', 'code'],
      ['square', 'recipe'],
      ['gumroad', 'none'],
    ]) {
      expect(list.find((scheme: { id: string }) => scheme.id === id).kind).toBe(kind);
    }
    expect(list.find((scheme: { id: string }) => scheme.id === 'snyk').confirmed).toBe(false);
  });
});

describe('hookproof verify --ndjson', () => {
  // Each failure is diagnosed, and a search that proves nothing takes all the time it has.
  it('judges every vector as it is meant to be, in order', async () => {
    const { code, out, err } = await hookproof(
      ['verify', '--ndjson'],
      vectors.map((vector) => `${JSON.stringify(vector)}\n`).join(''),
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    const results = linesOf(out);
    expect(results.map(({ id }) => id)).toEqual(vectors.map(({ id }) => id));
    for (const [index, vector] of vectors.entries()) {
      const { status, scheme, reason, message, diagnosis } = results[index];
      expect({ id: vector.id, status }).toEqual({
        id: vector.id,
        status: vector.expect === 'pass' ? 'verified' : 'failed',
      });
      expect(scheme).toBe(vector.scheme);
      if (status === 'verified') expect(diagnosis).toEqual([]);
      else if (diagnosis.length > 0) expect(diagnosis[0].cause).toBe(diagnosis[0].causes[0]);
      expect(reason === null).toBe(status === 'verified');
      expect(message).toMatch(/\.$/);
    }
  }, 240_000);

  it('answers each line with one line, the malformed ones too, and ends with 2', async () => {
    const lines = [
      'not JSON',
      '',
      JSON.stringify({ id: 7 }),
      JSON.stringify({ id: 8, scheme: 'github', secret: 5 }),
      JSON.stringify({ ...github, body: '****' }),
      JSON.stringify({ ...github, scheme: 'nope' }),
    ];
    const { code, out } = await hookproof(['verify', '--ndjson'], `${lines.join('\n')}\n${JSON.stringify(github)}`);
    expect(code).toBe(2);
    expect(linesOf(`${out}`).map(({ id, status, scheme, reason }) => [id, status, scheme, reason])).toEqual([
      [null, 'unchecked', null, 'invalid-line'],
      [null, 'unchecked', null, 'invalid-line'],
      [7, 'unchecked', null, 'invalid-line'],
      [8, 'unchecked', 'github', 'invalid-line'],
      ['a', 'unchecked', 'github', 'invalid-line'],
      ['a', 'unchecked', 'nope', 'scheme-unknown'],
      ['a', 'failed', 'github', 'missing-signature'],
    ]);
    expect(out).not.toContain(github.secret);
  });

  it('ends with 0 when each line was answered, whatever the verdicts', async () => {
    const { secret: _, ...line } = github;
    const { code, out } = await hookproof(
      ['verify', '--ndjson'],
      `${JSON.stringify(line)}\n${JSON.stringify(github)}\n`,
    );
    expect(code).toBe(0);
    expect(linesOf(out)).toMatchObject([
      { status: 'unchecked', reason: 'no-secret' },
      { status: 'failed', reason: 'missing-signature' },
    ]);
  });
});

describe('what official libraries would make of it', () => {
  const marked = vectors.find(({ id }) => id === 'stripe/pass-bom');
  const differs = 'stripe 23.1.0 would reject this request: its body starts with a byte-order mark.';

  it('stands in each line’s JSON', () => {
    expect(verifyLine(JSON.stringify(marked)).sdkDifferences).toEqual([differs]);
    const plain = vectors.find(({ id }) => id === 'stripe/pass-json');
    expect(verifyLine(JSON.stringify(plain)).sdkDifferences).toEqual([]);
    expect(verifyLine('{').sdkDifferences).toEqual([]);
    expect(verifyLine(JSON.stringify({ ...plain, scheme: 'nobody' })).sdkDifferences).toEqual([]);
  });

  it('ends the paragraph for one request', async () => {
    const request = join(await tempDir(), 'request.http');
    const head = Object.entries(marked?.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
    const bytes = Buffer.from(marked?.body ?? '', 'base64');
    const length = `Content-Length: ${bytes.length}\r\n\r\n`;
    await writeFile(request, Buffer.concat([Buffer.from(`POST /in HTTP/1.1\r\n${head.join('')}${length}`), bytes]));
    const args = [
      'verify',
      '--scheme',
      'stripe',
      '--secret-env',
      'WEBHOOK',
      '--request',
      request,
      '--at',
      '1760000000',
    ];
    const { code, out } = await hookproof(args, '', { WEBHOOK: 'whsec_test_secret' });
    expect(code).toBe(0);
    expect(out).toMatch(/^Verified \(Stripe\)\./);
    expect(out.trimEnd().endsWith(differs)).toBe(true);
  });
});

describe('hookproof sign --ndjson', () => {
  it('signs what verify then accepts', async () => {
    const signed = await hookproof(['sign', '--ndjson'], `${JSON.stringify(github)}\n`);
    expect(signed.code).toBe(0);
    const [line] = linesOf(signed.out);
    expect(line).toEqual({
      id: 'a',
      method: 'POST',
      url: github.url,
      headers: [
        ['X-GitHub-Event', 'ping'],
        ['X-Hub-Signature-256', expect.stringMatching(/^sha256=[0-9a-f]{64}$/)],
      ],
      body: github.body,
    });
    const verified = await hookproof(['verify', '--ndjson'], JSON.stringify({ ...github, headers: line.headers }));
    expect(linesOf(verified.out)[0]).toMatchObject({ status: 'verified', reason: null });
  });

  it('takes the identifier that a scheme wants with the secret from “key”', () => {
    const { secret, publicKey } = nodeCrypto.newKeyPair('rsa');
    const line = { ...github, scheme: 'paypal', headers: {}, secret, key: { webhookId: 'WH1' }, now: 1_760_000_000 };
    const signed = signLine(JSON.stringify(line));
    if ('failure' in signed) throw new Error(signed.failure.message);
    const statusOf = (key: object) => verifyLine(JSON.stringify({ ...line, ...signed, secret: null, key })).status;
    expect(statusOf({ webhookId: 'WH1', publicKeyPem: publicKey })).toBe('verified');
    expect(statusOf({ webhookId: 'WH2', publicKeyPem: publicKey })).toBe('failed');
    expect(statusOf({ publicKeyPem: publicKey })).toBe('failed');
    expect(statusOf({ webhookId: 'WH1' })).toBe('unchecked');
  });

  it('says which lines it could not sign', async () => {
    const lines = [
      github,
      { ...github, scheme: 'square', url: null },
      { ...github, secret: null },
      { ...github, scheme: null },
      5,
    ];
    const { code, out } = await hookproof(['sign', '--ndjson'], lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(code).toBe(2);
    expect(linesOf(out).map((line) => line.failure?.code)).toEqual([
      undefined,
      'sign-missing',
      'secret-missing',
      'invalid-line',
      'invalid-line',
    ]);
  });

  it('signs nothing that would end a line of the request early', () => {
    for (const [broken, named] of [
      [{ method: 'POST\r\nX: 1' }, 'method'],
      [{ url: 'https://a.example/\nb' }, 'url'],
      [
        {
          headers: [
            ['X-A', '1'],
            ['X-B', '1\r\nX-C: 2'],
          ],
        },
        'headers',
      ],
      [{ headers: { 'X\nA': '1' } }, 'headers'],
      [{ headers: { 'X-A': 'a\0b' } }, 'headers'],
    ] as const) {
      const signed = signLine(JSON.stringify({ ...github, ...broken }));
      expect(signed).toMatchObject({ id: 'a', failure: { code: 'invalid-line' } });
      expect(JSON.stringify(signed)).toContain(named);
    }
  });

  it('makes every scheme’s own signature over arbitrary headers', () => {
    for (const scheme of ['stripe', 'slack', 'svix', 'twilio-form', 'gitlab-token']) {
      const secret = scheme === 'svix' ? 'whsec_MDEyMzQ1Njc4OWFiY2RlZg==' : 'sec';
      const line = {
        ...github,
        scheme,
        secret,
        headers: [
          ['X-Name', 'Núñez'],
          ['x-name', '☃'],
        ],
      };
      const signed = signLine(JSON.stringify(line));
      if ('failure' in signed) throw new Error(signed.failure.message);
      expect(signed.headers.slice(0, 2)).toEqual(line.headers);
      expect(verifyLine(JSON.stringify({ ...line, ...signed })).status).toBe('verified');
      expect(verifyLine(JSON.stringify({ ...line, ...signed, scheme: undefined })).scheme).toBe(
        scheme === 'svix' ? 'svix' : scheme,
      );
    }
  });
});

describe('hookproof verify', () => {
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const raw = (value: string) =>
    `POST /in HTTP/1.1\r\nHost: a\r\nX-GitHub-Event: ping\r\nX-Hub-Signature-256: ${value}\r\n\r\nHello, World!`;
  const secret = "It's a Secret to Everybody";

  it('takes the secret from a file, without its last line break only', async () => {
    const dir = await tempDir();
    const file = join(dir, 'secret');
    const args = ['verify', '--scheme', 'github', '--secret-file', file, '--request', '-', '--json'];
    for (const [ending, code] of [
      ['', 0],
      ['\n', 0],
      ['\r\n', 0],
      ['\n\n', 1],
      [' \n', 1],
    ] as const) {
      await writeFile(file, `${secret}${ending}`);
      const run = await hookproof(args, raw(signature));
      expect({ ending, code: run.code }).toEqual({ ending, code });
      expect(JSON.parse(run.out)).toMatchObject({ status: code === 0 ? 'verified' : 'failed', scheme: 'github' });
      expect(run.out + run.err).not.toContain('Everybody');
    }
  });

  it('detects the scheme, takes the secret from the environment, and writes one paragraph', async () => {
    const run = await hookproof(['verify', '--secret-env', 'HOOK_SECRET', '--request', '-'], raw(signature), {
      HOOK_SECRET: secret,
    });
    expect(run).toEqual({
      code: 0,
      out: 'Verified (GitHub). The signature matches the request and the secret.\n',
      err: '',
    });
    const wrong = await hookproof(['verify', '--secret-env', 'HOOK_SECRET', '--request', '-'], raw(signature), {
      HOOK_SECRET: 'x',
    });
    expect(wrong.code).toBe(1);
    expect(wrong.out).toMatch(/^Failed: wrong signature \(GitHub\)\. .+\n$/);
  });

  it('judges at a given moment', async () => {
    const vector = vectors.find(({ id }) => id === 'slack/pass-docs-kat');
    if (vector === undefined) throw new Error('no vector');
    const head = Object.entries(vector.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const request = `POST /in HTTP/1.1\r\n${head.join('')}\r\n${Buffer.from(vector.body, 'base64')}`;
    const at = (seconds: number) =>
      hookproof(
        ['verify', '--scheme', 'slack', '--secret-env', 'S', '--request', '-', '--at', String(seconds), '--json'],
        request,
        { S: vector.secret ?? '' },
      );
    expect((await at(vector.now)).code).toBe(0);
    expect(JSON.parse((await at(vector.now + 301)).out).reason).toBe('stale-timestamp');
  });

  it.each([
    [['verify'], 2],
    [['verify', '--ndjson', '--scheme', 'github'], 2],
    [['verify', '--scheme', 'nope', '--request', '-'], 2],
    [['verify', '--scheme', 'github', '--request', '/no/such/file'], 2],
    [['verify', '--scheme', 'github', '--request', '-', '--secret-env', 'HOOKPROOF_NOT_SET'], 2],
    [['verify', '--scheme', 'github', '--request', '-', '--secret-env', 'A', '--secret-file', 'b'], 2],
    [['verify', '--scheme', 'github', '--request', '-'], 3],
    [['verify', '--request', '-', '--secret-env', 'PATH'], 3],
    [['verify', '--scheme', 'github', '--request', '-', '--secret-file', '-'], 2],
    [['verify', '--scheme', 'github', '--request', '-', '--url', 'notaurl'], 2],
    [['verify', '--scheme', 'github', '--request', '-', '--url', 'ftp://a/b'], 2],
    [['send', '--to', 'http://127.0.0.1:1/', '--request', '-', '--secret-file', '-'], 2],
    [['send', '--to', 'http://127.0.0.1:1/', '--request', '/no/such/file'], 2],
    [['sign'], 2],
  ])('%j ends with %i', async (args, code) => {
    const input = args.includes('PATH') ? 'GET / HTTP/1.1\r\n\r\n' : raw(signature);
    const run = await hookproof(args, input);
    expect(run.code).toBe(code);
    expect(run.err + run.out).not.toMatch(/\n {4}at /);
    if (code === 2) expect(run.err).toMatch(/^hookproof: /);
  });
});

describe('a secret file', () => {
  const bytes = (...parts: readonly (string | readonly number[])[]) =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

  it('is text without the marks of editors', () => {
    expect(secretText(bytes([0xef, 0xbb, 0xbf], 'grün\r\n'))).toEqual({ ok: true, value: 'grün' });
    expect(secretText(bytes(' a \n\n'))).toEqual({ ok: true, value: ' a \n' });
  });

  it.each([
    [bytes([0xff, 0xfe, 0x61, 0]), 'UTF-16'],
    [bytes([0xfe, 0xff, 0, 0x61]), 'UTF-16'],
    [bytes([0x61, 0xff]), 'not UTF-8'],
    [bytes(''), 'empty'],
    [bytes('\n'), 'empty'],
    [bytes([0xef, 0xbb, 0xbf], '\n'), 'empty'],
  ])('%j is refused', (file, words) => {
    const text = secretText(file);
    expect(text.ok ? '' : text.failure).toContain(words);
  });

  it('with white space around its secret is used as it stands, with a warning', async () => {
    const file = join(await tempDir(), 'secret');
    const args = ['verify', '--scheme', 'gitlab-token', '--secret-file', file, '--request', '-'];
    const request = 'POST / HTTP/1.1\r\nHost: a\r\nX-Gitlab-Token: CANARY\r\n\r\n';
    await writeFile(file, ' CANARY\n');
    const stray = await hookproof(args, request);
    expect(stray).toMatchObject({ code: 1, err: expect.stringContaining('begins with white space') });
    expect(stray.err + stray.out).not.toContain('CANARY');
    await writeFile(file, 'CANARY\n');
    expect(await hookproof(args, request)).toMatchObject({ code: 0, err: '' });
  });
});

describe('arguments that may be secrets', () => {
  it.each([
    [['verify', '--secret=CANARY', '--request', '-']],
    [['verify', '--secret-env', 'CANARY', '--request', '-']],
    [['verify', '--secret-file', 'CANARY', '--request', '-']],
    [['listen', '--secret-file', 'CANARY']],
    [['listen', '--secret-file', 'CANARY=']],
    [['listen', '--secret-env', 'CANARY']],
  ])('%j are not repeated', async (args) => {
    const data = args[0] === 'listen' ? ['--data', await tempDir()] : [];
    const run = await hookproof([...args, ...data], 'GET / HTTP/1.1\r\n\r\n');
    expect(run.code).toBe(2);
    expect(run.err).not.toBe('');
    expect(run.err + run.out).not.toContain('CANARY');
  });
});

describe('input lines', () => {
  async function split(chunks: readonly string[], maxBytes = 100): Promise<unknown[]> {
    const lines: unknown[] = [];
    async function* stream() {
      for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
    }
    for await (const line of inputLines(stream(), maxBytes)) lines.push(line);
    return lines;
  }

  it('split at LF wherever chunks end, and nowhere else', async () => {
    expect(await split(['a\nb', 'c\n', '\n', 'd'])).toEqual(['a', 'bc', '', 'd']);
    expect(await split(['a\n'])).toEqual(['a']);
    expect(await split([])).toEqual([]);
    expect(await split(['a\xe2\x80\xa8b\r\n'])).toEqual(['a\u2028b\r']);
  });

  it('give null for a line that is too long or not UTF-8, and go on after it', async () => {
    expect(await split(['12345', '678\nab\n'], 5)).toEqual([null, 'ab']);
    expect(await split(['\xff\nab\n'])).toEqual([null, 'ab']);
  });
});
