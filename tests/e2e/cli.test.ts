import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, startCli } from '../support/cli.ts';
import { startTarget } from '../support/target.ts';
import { tempDir } from '../support/temp-dir.ts';

const SECRET = "It's a Secret to Everybody";

function githubRequest(body: Buffer, secret = SECRET): Buffer {
  const mac = createHmac('sha256', secret).update(body).digest('hex');
  return Buffer.concat([
    Buffer.from(
      `POST /hook?a=%7e HTTP/1.1\r\nhost: x\r\nX-GitHub-Event: push\r\nx-Dup: 1\r\nX-dup: 2\r\n` +
        `X-Hub-Signature-256: sha256=${mac}\r\nContent-Length: ${body.length}\r\n\r\n`,
      'latin1',
    ),
    body,
  ]);
}

/** Writes bytes to a port and resolves with everything that came back, when the peer closed or `until` was seen. */
async function exchange(port: number, bytes: Uint8Array, until = '\r\n\r\n'): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let reply = '';
  const done = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      reply += chunk.toString('latin1');
      if (reply.includes(until)) resolve();
    });
    socket.on('close', () => resolve());
  });
  socket.write(bytes);
  await done;
  socket.destroy();
  return reply;
}

describe('hookproof listen, list and show', () => {
  it('writes each request when it is on disk, judged; ends cleanly; and gives the exact bytes back', async () => {
    const dir = await tempDir();
    const secretFile = join(dir, 'secret');
    await writeFile(secretFile, `${SECRET}\n`);
    const data = join(dir, 'data');
    const cli = startCli(['listen', '--port', '0', '--data', data, '--secret-file', `github=${secretFile}`, '--json']);
    const listening = await cli.line();
    expect(listening).toEqual({
      event: 'listening',
      port: expect.any(Number),
      url: `http://127.0.0.1:${listening.port}`,
    });
    const port = Number(listening.port);

    const body = Buffer.from([123, 0, 255, 125]);
    const raw = githubRequest(body);
    expect(await exchange(port, raw)).toMatch(/^HTTP\/1\.1 200 /);
    const capture = await cli.line();
    expect(capture).toMatchObject({
      event: 'capture',
      method: 'POST',
      target: '/hook?a=%7e',
      httpVersion: '1.1',
      headers: expect.arrayContaining([
        ['x-Dup', '1'],
        ['X-dup', '2'],
      ]),
      bodyBytes: 4,
      bodySha256: createHash('sha256').update(body).digest('hex'),
      truncated: false,
      verdicts: [{ status: 'verified', scheme: 'github', reason: null }],
    });

    expect(await exchange(port, Buffer.from('BROKEN\x01 request\r\n\r\n'))).toMatch(/^HTTP\/1\.1 400 /);
    expect(capture.problem).toBeNull();
    expect(await cli.line()).toMatchObject({ event: 'malformed', reason: expect.any(String), rawBytes: 19 });
    expect(await cli.stop()).toEqual({ code: 0, rest: [] });

    const list = await runCli(['list', '--data', data, '--json']);
    expect(list.code).toBe(0);
    const rows = list.stdout
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map((row) => row.event)).toEqual(['capture', 'malformed']);
    expect(rows[0]).toEqual(capture);

    const shown = await runCli(['show', String(capture.id), '--data', data, '--raw']);
    expect(shown.code).toBe(0);
    expect(shown.stdout.equals(raw)).toBe(true);
    expect((await runCli(['show', '999', '--data', data, '--raw'])).code).toBe(1);
  });

  it('passes requests on with --forward', async () => {
    const target = await startTarget({ status: 202 });
    const cli = startCli(['listen', '--port', '0', '--data', await tempDir(), '--forward', target.url, '--json']);
    const { port } = await cli.line();
    await exchange(Number(port), githubRequest(Buffer.from('{}')));
    const { id } = await cli.line();
    expect(await cli.line()).toEqual({ event: 'forwarded', id, url: target.url, status: 202 });
    expect(target.requests[0]?.header('x-github-event')).toBe('push');
    expect(target.requests[0]?.body.toString()).toBe('{}');
  });

  it('shows captured text to a terminal without obeying it', async () => {
    const data = await tempDir();
    const cli = startCli(['listen', '--port', '0', '--data', data, '--json']);
    const { port } = await cli.line();
    await exchange(
      Number(port),
      Buffer.from('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n\x1b[2J\x9b31', 'latin1'),
    );
    await cli.line();
    await cli.stop();
    const shown = await runCli(['show', '1', '--data', data]);
    expect(shown.stdout.includes(0x1b)).toBe(false);
    expect(shown.stdout.toString()).toContain('\\x1b[2J');
  });

  it('says that a folder is in use by another', async () => {
    const data = await tempDir();
    const cli = startCli(['listen', '--port', '0', '--data', data, '--json']);
    await cli.line();
    const second = await runCli(['listen', '--port', '0', '--data', data, '--json']);
    expect(second).toMatchObject({ code: 3 });
    expect(second.stderr).toContain(`Another Hookproof (a \`hookproof\` command, process ${cli.child.pid}) is using`);
    expect(second.stderr).not.toContain('    at ');
  });
});

describe('hookproof send', () => {
  it('sends the bytes as they stand, and signed anew when asked', async () => {
    const dir = await tempDir();
    const [file, secretFile] = [join(dir, 'request'), join(dir, 'secret')];
    const body = Buffer.from('{"a": 1.0}');
    await writeFile(file, githubRequest(body, 'another secret'));
    await writeFile(secretFile, SECRET);
    const target = await startTarget({ status: 418, body: 'short and stout' });
    const sent = await runCli(['send', '--request', file, '--to', target.url, '--json']);
    expect(sent.code).toBe(0);
    expect(JSON.parse(sent.stdout.toString())).toMatchObject({
      status: 418,
      bodyBytes: 15,
      durationMs: expect.any(Number),
    });
    const resign = ['--resign', '--scheme', 'github', '--secret-file', secretFile];
    await runCli(['send', '--request', file, '--to', target.url, ...resign, '--json']);
    await runCli(['send', '--request', file, '--to', target.url.replace('/hook', ''), '--json']);
    expect(target.requests.map((received) => received.target)).toEqual(['/hook?a=%7e', '/hook?a=%7e', '/hook?a=%7e']);
    const [first, second] = target.requests;
    expect(first?.body).toEqual(body);
    const mac = createHmac('sha256', SECRET).update(body).digest('hex');
    expect(first?.header('x-hub-signature-256')).not.toBe(`sha256=${mac}`);
    expect(second?.header('x-hub-signature-256')).toBe(`sha256=${mac}`);
    expect(second?.headers.filter(([name]) => name.toLowerCase() === 'x-dup')).toEqual([
      ['x-Dup', '1'],
      ['X-dup', '2'],
    ]);
  });

  it.each([
    [['--to', 'http://192.0.2.7/'], 1, 'is not this machine'],
    [['--to', 'not a url'], 2, 'not a complete URL'],
    [['--to', 'http://127.0.0.1/', '--scheme', 'github'], 2, 'add --resign'],
    [['--to', 'http://127.0.0.1:1/'], 1, 'Nothing is listening'],
    [['--to', 'http://127.0.0.1/', '--resign'], 2, '--scheme'],
    [['--to', 'http://127.0.0.1/', '--resign', '--scheme', 'nope', '--secret-env', 'HOME'], 2, 'no scheme'],
    [[], 2, '--to'],
  ])('explains %j', async (args, code, words) => {
    const file = join(await tempDir(), 'request');
    await writeFile(file, githubRequest(Buffer.from('{}')));
    const run = await runCli(['send', '--request', file, ...args, '--json']);
    expect(run.stderr).toContain(words);
    expect(run.stderr).not.toContain('    at ');
    expect(run.code).toBe(code);
    expect(run.stdout.toString()).toBe('');
  });
});

describe('hookproof serve', () => {
  it('prints the tokenised URL and serves the page there', async () => {
    const cli = startCli(['serve', '--data', await tempDir(), '--capture-port', '0', '--json']);
    const serving = await cli.line();
    expect(serving).toMatchObject({
      event: 'serving',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#token=/),
    });
    const page = await fetch(String(serving.url));
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await cli.stop()).code).toBe(0);
  });
});
