import { execFile, spawnSync } from 'node:child_process';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, latin1Bytes, latin1Text, utf8Bytes } from '../../../src/core/bytes.ts';
import { sendableHeaders } from '../../../src/core/draft/sendable.ts';
import { curlCommand } from '../../../src/core/http/curl.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { parseRawRequest } from '../../../src/core/http/raw-message.ts';

const curl = spawnSync('curl', ['--version']);
/** Every shell that is there; `sh` always is. */
const shells = ['sh', 'bash', 'zsh'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

function commandOf(request: Sent): string {
  const command = curlCommand(request);
  if (!command.ok) throw new Error(JSON.stringify(command.failure));
  return command.value;
}

describe('a curl command', () => {
  it('can be read', () => {
    const request = {
      method: 'POST',
      url: 'http://127.0.0.1:8787/hooks?a=1',
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Empty', ''],
      ] as HeaderList,
      body: utf8Bytes('{"it\'s":"żółw"}\n'),
    };
    expect(commandOf(request)).toBe(
      [
        'curl --http1.1 --globoff --path-as-is --include',
        "--request 'POST'",
        "--header 'Content-Type: application/json'",
        "--header 'X-Empty;'",
        "--header 'User-Agent:'",
        "--header 'Accept:'",
        `--data-raw '{"it'\\''s":"żółw"}\n'`,
        "'http://127.0.0.1:8787/hooks?a=1'",
      ].join(' \\\n  '),
    );
  });

  it('has nothing that acts on a terminal or hides, whatever the request holds (property)', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }).map(utf8Bytes)),
        fc.string({ unit: 'binary' }),
        (body, value) => {
          const made = curlCommand({ method: 'POST', url: 'http://a/', headers: [['A', value]], body });
          if (made.ok) expect(made.value).not.toMatch(/[^\P{C}\n]/u);
        },
      ),
    );
  });

  it('has no ! in double quotes, where an interactive bash would put its history', () => {
    const headers: HeaderList = [['A', 'caf\xe9 !!']];
    const command = commandOf({ method: 'POST', url: 'http://a/', headers, body: utf8Bytes('') });
    expect(command).toContain('"$(printf \'A: caf\\351 \\041\\041\')"');
  });

  it('is refused for what cannot be sent', () => {
    const request = {
      method: 'POST',
      url: 'http://a/',
      headers: [['A', 'b\r\nC: d']] as HeaderList,
      body: utf8Bytes(''),
    };
    expect(curlCommand(request)).toMatchObject({ ok: false, failure: { code: 'request-unsendable' } });
    expect(curlCommand({ ...request, url: 'nowhere' })).toMatchObject({
      ok: false,
      failure: { code: 'target-invalid' },
    });
  });
});

// Without curl there is nothing that could prove the commands; the tests above still hold.
describe.skipIf(curl.error !== undefined)('what curl sends (skipped only where curl is not installed)', () => {
  let port = 0;
  let arrived: Uint8Array[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      arrived.push(chunk);
      const text = Buffer.concat(arrived).toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/^content-length: (\d+)/im.exec(text.slice(0, end))?.[1] ?? 0);
      if (end !== -1 && text.length >= end + 4 + length)
        socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Not a pipe: it listens on a TCP port.
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  async function run(shell: string, command: string): Promise<Uint8Array> {
    arrived = [];
    await new Promise<void>((resolve, reject) => {
      // As pasted: from standard input, because an argument of the shell's own has a limit that a terminal does not have.
      const child = execFile(shell, [], (error, _out, err) => (error === null ? resolve() : reject(new Error(err))));
      child.stdin?.end(`${command}\n`);
    });
    return concatBytes(arrived);
  }

  async function expectSent(shell: string, request: Sent): Promise<void> {
    const bytes = await run(shell, commandOf(request));
    const parsed = parseRawRequest(bytes);
    if (!parsed.ok) throw new Error(`${JSON.stringify(parsed.failure)}: ${latin1Text(bytes)}`);
    const { method, target, headers, body } = parsed.value;
    const rest = (list: HeaderList, wanted: boolean) =>
      list.filter(([name]) => /^(host|content-length)$/i.test(name) === wanted).map(([name, value]) => [name, value]);
    const expected = sendableHeaders(request.headers, request.body.length, `127.0.0.1:${port}`);
    expect(method).toBe(request.method);
    expect(`http://127.0.0.1:${port}${target}`).toBe(request.url);
    expect(rest(headers, false)).toEqual(rest(expected, false));
    const lower = (list: readonly (readonly (string | undefined)[])[]) =>
      list.map(([name, value]) => [name?.toLowerCase(), value]).sort();
    expect(lower(rest(headers, true))).toEqual(lower(rest(expected, true)));
    expect(latin1Text(body)).toBe(latin1Text(request.body));
  }

  const url = (path: string) => `http://127.0.0.1:${port}${path}`;

  it.each(shells)('is the request, in %s, for any request (property)', async (shell) => {
    const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,10}$/);
    const special =
      /^(host|connection|content-length|transfer-encoding|keep-alive|proxy-connection|te|trailer|upgrade|expect)$/i;
    const value = fc.stringMatching(/^([\x21-\x7e\xa1-\xff]([\x20-\x7e\xa1-\xff]{0,15}[\x21-\x7e\xa1-\xff])?)?$/);
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }).map(utf8Bytes),
      fc.constantFrom('@/etc/passwd', '-x', "'; touch /tmp/x; '", '$(id)`id`\\', '%s%n', '\n\n', '!!').map(latin1Bytes),
    );
    await fc.assert(
      fc.asyncProperty(
        token.filter((method) => !/^(head|connect)$/i.test(method)),
        fc.stringMatching(/^\/[\x21\x22\x24-\x3e\x40-\x7e]{0,20}(\?[\x21\x22\x24-\x7e]{0,15})?$/),
        fc.array(
          fc.tuple(
            token.filter((name) => !special.test(name)),
            value,
          ),
          { maxLength: 5 },
        ),
        body,
        (method, path, headers, bytes) => expectSent(shell, { method, url: url(path), headers, body: bytes }),
      ),
      { numRuns: 30 },
    );
  });

  it('is the request when curl has headers of its own for it', async () => {
    const headers: HeaderList = [
      ['accept', ''],
      ['USER-AGENT', 'x'],
      ['content-type', ''],
      ['Connection', 'keep-alive'],
    ];
    await expectSent('sh', { method: 'POST', url: url('/'), headers, body: utf8Bytes('a=b') });
    await expectSent('sh', { method: 'POST', url: url('/'), headers: [], body: utf8Bytes('x'.repeat(3000)) });
    await expectSent('sh', { method: 'POST', url: url('/'), headers: [['content-length', '0']], body: utf8Bytes('') });
    await expectSent('sh', { method: 'GET', url: url('/?'), headers: [], body: utf8Bytes('') });
  });

  it('is the request when it is HEAD', async () => {
    await expectSent('sh', { method: 'HEAD', url: url('/x'), headers: [['A', 'b']], body: utf8Bytes('') });
  });

  it('is the request with every byte value, and with more than an argument can hold', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    await expectSent('sh', { method: 'PUT', url: url('/'), headers: [], body: bytes });
    await expectSent('sh', { method: 'PUT', url: url('/'), headers: [], body: utf8Bytes("it's ".repeat(60_000)) });
  });
});
