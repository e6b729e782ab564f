import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CliProcess, runCli, startCli } from '../support/cli.ts';
import { startTarget } from '../support/target.ts';
import { tempDir } from '../support/temp-dir.ts';

async function startListen(
  args: readonly string[] = [],
  dir?: string,
): Promise<{ cli: CliProcess; port: number; data: string }> {
  const data = dir ?? (await tempDir());
  const cli = startCli(['listen', '--port', '0', '--data', data, '--json', ...args]);
  const { port } = await cli.line();
  return { cli, port: Number(port), data };
}

const post = (port: number, body: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/hook`, { method: 'POST', body });

/** Accepts and says nothing. */
async function startSilentTarget(): Promise<{ url: string; connected: Promise<unknown> }> {
  const server = createServer((socket) => socket.on('error', () => socket.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return { url: `http://127.0.0.1:${address.port}/`, connected: once(server, 'connection') };
}

describe('hookproof listen is stopped', () => {
  it('cleanly by a SIGTERM right after its first line, each time', async () => {
    for (let turn = 0; turn < 8; turn++) {
      const { cli } = await startListen();
      expect(await cli.stop()).toEqual({ code: 0, rest: [] });
    }
  });

  it('cleanly before it has begun, while it waits for a secret', async () => {
    const cli = startCli([
      'listen',
      '--data',
      await tempDir(),
      '--forward',
      'http://127.0.0.1:9',
      '--secret-file',
      'github=-',
    ]);
    // The handlers stand when the process first reads, which a full pipe shows.
    cli.child.stdin.write('x'.repeat(1024 * 1024));
    await once(cli.child.stdin, 'drain');
    expect(await cli.stop()).toEqual({ code: 0, rest: [] });
  });
});

describe('hookproof listen --forward', () => {
  it('writes each capture at once while the target stands still, and ends without waiting for it', async () => {
    const target = await startSilentTarget();
    const { cli, port } = await startListen(['--forward', target.url]);
    for (const body of ['1', '2', '3']) {
      await post(port, body);
      expect(await cli.line()).toMatchObject({ event: 'capture', bodyBytes: 1 });
    }
    await target.connected;
    expect(await cli.stop()).toEqual({ code: 0, rest: [] });
    expect(cli.errors).toContain('stopped before 3 of the captured requests were forwarded');
    expect(cli.errors).not.toContain('    at ');
  });

  it('forwards in the order of arrival', async () => {
    const target = await startTarget();
    const { cli, port } = await startListen(['--forward', target.url]);
    for (const body of ['1', '2', '3']) await post(port, body);
    const lines = [];
    for (let count = 0; count < 6; count++) lines.push(await cli.line());
    expect(lines.filter(({ event }) => event === 'forwarded').map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(target.requests.map(({ body }) => body.toString())).toEqual(['1', '2', '3']);
  });

  it.each([
    ['not a url', 'not a complete URL'],
    ['ftp://127.0.0.1/', 'http:// or https://'],
    ['http://192.0.2.7/hook', 'add --yes'],
  ])('refuses %s before anything is captured', async (url, words) => {
    const run = await runCli(['listen', '--port', '0', '--data', await tempDir(), '--forward', url, '--json']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
    expect(run.stdout.length).toBe(0);
  });

  it.each(['127.0.0.1', 'localhost', '[::1]'])('refuses its own capture port at %s', async (host) => {
    const { cli, port } = await startListen();
    await cli.stop();
    const args = ['--port', String(port), '--data', await tempDir(), '--forward', `http://${host}:${port}/hook`];
    const run = await runCli(['listen', ...args, '--json']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('is the capture port itself') });
  });

  it('keeps nothing of a run’s --yes and --tunnel', async () => {
    const args = [
      '--forward',
      'http://192.0.2.7/',
      '--yes',
      '--tunnel',
      'manual',
      '--tunnel-url',
      'http://127.0.0.1:9',
    ];
    const { cli, data } = await startListen(args);
    expect(await cli.line()).toMatchObject({ event: 'tunnel' });
    expect((await cli.stop()).code).toBe(0);
    expect(await readdir(data)).not.toContain('settings.json');
    const again = await runCli(['listen', '--port', '0', '--data', data, '--forward', 'http://192.0.2.7/']);
    expect(again.code).toBe(2);
  });
});

describe('hookproof listen --tunnel', () => {
  it.each([
    [['--tunnel', 'nope'], 'localtunnel, manual'],
    [['--tunnel-url', 'https://a.example'], '--tunnel manual'],
    [['--tunnel', 'manual', '--tunnel-url', 'a.example'], 'public URL'],
  ])('%j is wrong usage', async (args, words) => {
    const run = await runCli(['listen', '--port', '0', '--data', await tempDir(), ...args]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  });

  it('captures on when the tunnel does not start', async () => {
    const { cli, port } = await startListen(['--tunnel', 'manual']);
    await post(port, '1');
    expect(await cli.line()).toMatchObject({ event: 'capture' });
    expect(cli.errors).toContain('Public URL');
    expect((await cli.stop()).code).toBe(0);
  });
});

describe('hookproof listen', () => {
  it('says problems in sentences', async () => {
    const data = await tempDir();
    await writeFile(join(data, 'settings.json'), '{');
    await writeFile(join(data, 'history.db'), 'x'.repeat(10_000));
    const { cli } = await startListen([], data);
    expect((await cli.stop()).code).toBe(0);
    expect(cli.errors).toContain('hookproof: The settings could not be read');
    expect(cli.errors).toContain('hookproof: The history file was damaged');
    expect(cli.errors).not.toContain('{"level"');
    expect(cli.errors.match(/^hookproof:/gm)).toHaveLength(2);
  });

  it.each([
    ['githb', 'x', 'There is no scheme “githb”'],
    ['own-no-such', 'x', 'There is no scheme “own-no-such”'],
    ['github', '', 'the file is empty'],
    ['github', '\ufeff\n', 'the file is empty'],
  ])('refuses the secret of %s in a file with %j', async (scheme, text, words) => {
    const dir = await tempDir();
    const file = join(dir, 'secret');
    await writeFile(file, text);
    const run = await runCli([
      'listen',
      '--port',
      '0',
      '--data',
      join(dir, 'data'),
      '--secret-file',
      `${scheme}=${file}`,
    ]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  });

  it('says why a request is not whole', async () => {
    const { cli, port, data } = await startListen();
    const socket = connect(port, '127.0.0.1');
    socket.end('POST /cut HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc');
    expect(await cli.line()).toMatchObject({
      event: 'capture',
      target: '/cut',
      aborted: true,
      bodyBytes: 3,
      problem: { code: expect.any(String), message: expect.stringMatching(/\.$/) },
    });
    socket.destroy();
    const shown = await runCli(['list', '--data', data]);
    expect(shown.stdout.toString()).toMatch(/ INCOMPLETE: .*3 of 10 body bytes/);
  });

  it('says at its end what was refused, and why', async () => {
    const { cli, port } = await startListen();
    for (let count = 0; count < 2; count++) {
      const socket = connect(port, '127.0.0.1');
      socket.end('FOO / HTTP/1.1\r\n\r\n');
      expect(await cli.line()).toMatchObject({ event: 'malformed' });
    }
    expect((await cli.stop()).code).toBe(0);
    expect(cli.errors).toBe('hookproof: 2 refused: not valid HTTP\n');
  });

  it('lets another process read the history meanwhile', async () => {
    const { cli, port, data } = await startListen();
    await post(port, '1');
    const first = await cli.line();
    const list = await runCli(['list', '--data', data, '--json']);
    expect(list).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(list.stdout.toString())).toEqual(first);
    await post(port, '22');
    expect(await cli.line()).toMatchObject({ bodyBytes: 2 });
    const both = await runCli(['list', '--data', data]);
    expect(both.stdout.toString().split('\n')).toHaveLength(3);
    expect((await cli.stop()).code).toBe(0);
  });

  it('writes a secret nowhere', async () => {
    const canaries = ['canary-of-the-file-5e1f', 'canary-of-the-environment-77ab'];
    const dir = await tempDir();
    const file = join(dir, 'secret');
    await writeFile(file, `${canaries[0]}\n`);
    const data = join(dir, 'data');
    const args = ['--secret-file', `github=${file}`, '--secret-env', 'gitlab-token=CANARY_VARIABLE'];
    const cli = startCli(['listen', '--port', '0', '--data', data, '--json', ...args], {
      env: { CANARY_VARIABLE: canaries[1] ?? '', HOOKPROOF_LOG: 'trace' },
    });
    const { port } = await cli.line();
    const body = '{}';
    const mac = createHmac('sha256', canaries[0] ?? '')
      .update(body)
      .digest('hex');
    for (const signature of [`sha256=${mac}`, 'sha256=00']) {
      const headers = { 'X-Hub-Signature-256': signature, 'X-GitHub-Event': 'push' };
      await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body, headers });
    }
    const lines = [await cli.line(), await cli.line()];
    expect(lines).toMatchObject([{ verdicts: [{ status: 'verified' }] }, { verdicts: [{ status: 'failed' }] }]);
    const { code, rest } = await cli.stop();
    expect(code).toBe(0);
    const files = await readdir(data, { recursive: true, withFileTypes: true });
    const contents = await Promise.all(
      files.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
    );
    expect(contents.length).toBeGreaterThan(1);
    for (const text of [JSON.stringify([lines, rest]), cli.errors, ...contents]) {
      for (const canary of canaries) expect(text.includes(canary)).toBe(false);
    }
  });
});

describe('hookproof verify --url', () => {
  it('judges by the public URL', async () => {
    const file = join(await tempDir(), 'secret');
    await writeFile(file, '12345');
    const url = 'https://example.com/myapp.php?foo=1&bar=2';
    const mac = createHmac('sha1', '12345').update(`${url}CallSidCA1`).digest('base64');
    const request = `POST /in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: ${mac}\r\n\r\nCallSid=CA1`;
    const judge = (at: readonly string[]) =>
      runCli(['verify', '--scheme', 'twilio-form', '--secret-file', file, '--request', '-', ...at, '--json'], {
        stdin: request,
      });
    expect((await judge(['--url', url])).code).toBe(0);
    expect((await judge(['--url', 'https://example.com/other'])).code).toBe(1);
  });
});
