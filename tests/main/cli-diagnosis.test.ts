import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { signLine } from '../../src/main/hosts/cli/sign.ts';
import { verifyLine } from '../../src/main/hosts/cli/verify.ts';
import { programUrl } from '../support/programs.ts';
import { tempDir } from '../support/temp-dir.ts';

const cli = fileURLToPath(programUrl('cli'));
const secret = 'a-secret-that-nobody-may-see';
const now = 1_760_000_000;

function hookproof(
  args: readonly string[],
  input = '',
): Promise<{ readonly code: number | null; readonly out: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args]);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out }));
    child.stdin.end(input);
  });
}

/** A line whose signature is right over `signed`, with another body. */
function lineWith(signed: string, received: string) {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const line = { id: 1, scheme: 'github', secret, method: 'POST', url: 'https://a.example/in', headers: {}, now };
  // An answer of `sign` is a line of `verify`.
  const answer = signLine(JSON.stringify({ ...line, body: base64(signed) })) as unknown as Record<string, unknown>;
  return { ...line, headers: answer.headers, body: base64(received) } as const;
}

function rawOf({ headers, body }: ReturnType<typeof lineWith>): Buffer {
  const content = Buffer.from(body, 'base64');
  const pairs: [string, string][] = Array.isArray(headers) ? headers : Object.entries(headers as object);
  const lines = pairs.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([
    Buffer.from(`POST /in HTTP/1.1\r\nHost: a.example\r\n${lines}Content-Length: ${content.length}\r\n\r\n`),
    content,
  ]);
}

describe('a line of verify --ndjson', () => {
  it('says what was changed, with both bodies', () => {
    const outcome = verifyLine(JSON.stringify(lineWith('{"a":1}', '{"a": 1}')));
    expect(outcome).toMatchObject({ status: 'failed', reason: 'signature-mismatch' });
    expect(outcome.diagnosis[0]).toMatchObject({
      cause: 'body-reserialised',
      causes: ['body-reserialised'],
      confidence: 'proved',
      evidence: {
        secretId: 'secret',
        compared: {
          what: 'body',
          firstDifference: 5,
          received: { text: '{"a": 1}', offset: 0, totalBytes: 8 },
          signed: { text: '{"a":1}', offset: 0, totalBytes: 7 },
        },
      },
    });
    expect(outcome).not.toHaveProperty('tried');
    expect(JSON.stringify(outcome)).not.toContain(secret);
  });

  it('shows bytes that are no text in base64', () => {
    const line = lineWith('x', 'x');
    const received = Buffer.from([0xff, 0x0a]).toString('base64');
    const signed = signLine(JSON.stringify({ ...line, body: Buffer.from([0xff]).toString('base64') }));
    // As above.
    const { headers } = signed as unknown as { headers: unknown };
    const [diagnosis] = verifyLine(JSON.stringify({ ...line, headers, body: received })).diagnosis;
    expect(diagnosis?.evidence.compared?.received).toEqual({ base64: received, offset: 0, totalBytes: 2 });
  });

  it('says what was tried where nothing was proved', () => {
    const outcome = verifyLine(JSON.stringify({ ...lineWith('{"a":1}', '{"a":2}') }));
    expect(outcome.diagnosis.map(({ confidence }) => confidence)).toEqual(['likely', 'likely']);
    expect(outcome.tried).toMatchObject({ secrets: 1 });
  });

  it('is not searched when that is not wanted, nor when it verifies', () => {
    const changed = JSON.stringify(lineWith('{"a":1}', '{"a": 1}'));
    expect(verifyLine(changed, undefined, false)).toMatchObject({ status: 'failed', diagnosis: [] });
    expect(verifyLine(JSON.stringify(lineWith('{}', '{}')))).toMatchObject({ status: 'verified', diagnosis: [] });
  });
});

describe('hookproof verify', () => {
  it('names the cause in words, and in JSON unless told not to', async () => {
    const dir = await tempDir();
    const [file, request] = [join(dir, 'secret'), join(dir, 'request')];
    await writeFile(file, secret);
    await writeFile(request, rawOf(lineWith('{"a":1}', '{"a": 1}')));
    const args = ['verify', '--scheme', 'github', '--secret-file', file, '--request', request];
    const text = await hookproof(args);
    expect(text.code).toBe(1);
    expect(text.out).toContain('it was parsed and written again between signing and verifying. Sign and send');
    expect(text.out).not.toContain(secret);
    const json = await hookproof([...args, '--json']);
    expect(JSON.parse(json.out).diagnosis[0].cause).toBe('body-reserialised');
    const off = await hookproof([...args, '--json', '--no-diagnosis']);
    expect(JSON.parse(off.out).diagnosis).toEqual([]);
  });

  it('says in words what was excluded where nothing is proved, and what may be next', async () => {
    const dir = await tempDir();
    const [file, request] = [join(dir, 'secret'), join(dir, 'request')];
    await writeFile(file, 'another');
    await writeFile(request, rawOf(lineWith('{"a":1}', '{"a":1}')));
    const { out } = await hookproof(['verify', '--scheme', 'github', '--secret-file', file, '--request', request]);
    expect(out).toMatch(
      /Nothing was proved\. None of these gives the received signature: your secret, \d+ forms of the body, \d+ templates/,
    );
    expect(out).toMatch(/Two guesses: No form .* Paste the secret again.* The body is JSON/);
  });

  it('takes several secrets, of which any may match', async () => {
    const dir = await tempDir();
    const files = [join(dir, 'old'), join(dir, 'new')] as const;
    await writeFile(files[0], 'another');
    await writeFile(files[1], secret);
    const request = join(dir, 'request');
    await writeFile(request, rawOf(lineWith('{}', '{}')));
    const secrets = files.flatMap((file) => ['--secret-file', file]);
    const right = await hookproof(['verify', '--scheme', 'github', ...secrets, '--request', request, '--json']);
    expect(right.code).toBe(0);
    await writeFile(request, rawOf(lineWith('{}', '{}\n')));
    const wrong = await hookproof(['verify', '--scheme', 'github', ...secrets, '--request', request, '--json']);
    expect(JSON.parse(wrong.out).diagnosis[0]).toMatchObject({
      cause: 'body-newline',
      evidence: { secretId: 'secret-2' },
    });
  });
});
