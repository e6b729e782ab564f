import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli, startCli } from '../support/cli.ts';
import { hostilePayloads, plainPayloads } from '../support/hostile-payloads.ts';
import { tempDir } from '../support/temp-dir.ts';

/** What a terminal obeys: control characters but the line's own end, and what turns, hides or breaks a line. */
const OBEYED = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u;

const all = hostilePayloads.join(' ');
const inHeader = all.replace(/\p{Cc}/gu, ' ');
const target = `/${plainPayloads.join('').replace(/[\s#]/g, '')}`;

const hostileRequest = Buffer.from(
  [
    `POST ${target} HTTP/1.1`,
    'Host: x',
    `X-GitHub-Event: ${inHeader}`,
    `X-GitHub-Delivery: ${inHeader.slice(0, 300)}`,
    `X-Hub-Signature-256: sha256=${inHeader.slice(0, 300)}`,
    `Content-Type: ${inHeader}`,
    `Content-Length: ${Buffer.byteLength(all)}`,
    'Connection: close',
    '',
    all,
  ].join('\r\n'),
);

async function exchange(port: number, bytes: Uint8Array): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  socket.resume();
  await once(socket, 'close');
}

async function hostileTarget(): Promise<string> {
  const reply = `HTTP/1.1 200 ${inHeader}\r\nX-Hostile: ${inHeader}\r\nConnection: close\r\n\r\n${all}`;
  const server = createServer((socket) =>
    socket.on('error', () => socket.destroy()).on('data', () => socket.end(reply)),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  // Listening on a port, so it has an address that is none of a pipe.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('the command line', () => {
  it('writes nothing of a hostile request or reply that a terminal obeys', async () => {
    const data = await tempDir();
    const to = await hostileTarget();
    const listen = startCli(['listen', '--port', '0', '--data', data, '--forward', to]);
    const written: string[] = [];
    listen.child.stdout.setEncoding('utf8').on('data', (text: string) => written.push(text));
    const said = (what: RegExp) => expect.poll(() => written.join(''), { timeout: 20_000 }).toMatch(what);
    await said(/^Capturing at http:\/\/127\.0\.0\.1:\d+/);
    const port = Number(/:(\d+)/.exec(written.join(''))?.[1]);
    await exchange(port, hostileRequest);
    await exchange(port, Buffer.from(`<script>${all}\r\n\r\n`));
    await said(/^#1 .*\n(.*\n)*#2 .*malformed/m);
    await said(/^#1 → .*: 200$/m);
    listen.child.kill('SIGTERM');
    await once(listen.child, 'close');
    const texts = [written.join(''), listen.errors];

    const folder = await tempDir();
    const [request, secret] = [join(folder, 'request'), join(folder, 'secret')];
    await writeFile(request, hostileRequest);
    await writeFile(secret, 'secret');
    const given = ['--secret-file', secret, '--request', request];
    const runs = await Promise.all([
      runCli(['list', '--data', data]),
      runCli(['list', '--json', '--data', data]),
      runCli(['show', '1', '--data', data]),
      runCli(['show', '2', '--json', '--data', data]),
      runCli(['verify', '--scheme', 'github', ...given]),
      runCli(['verify', '--json', ...given]),
      runCli(['send', '--to', to, '--request', request]),
      runCli(['send', '--to', to, '--request', request, '--json']),
    ]);
    for (const { stdout, stderr, code } of runs) {
      expect([0, 1], stderr).toContain(code);
      texts.push(stdout.toString(), stderr);
    }
    for (const text of texts) expect(text.match(OBEYED)).toBeNull();
    expect(texts.join('')).toContain('\\x1b[31m');
    // The same value, whatever stands for it.
    const shown = JSON.parse(runs[3]?.stdout.toString() ?? '');
    expect(JSON.stringify(shown)).toContain('malformed');
  });
});
