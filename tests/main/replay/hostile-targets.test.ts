import { type AddressInfo, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { latin1Text, utf8Bytes } from '../../../src/core/bytes.ts';
import type { Draft } from '../../../src/core/draft/draft.ts';
import { defaultSettings } from '../../../src/core/settings.ts';
import { serveWeb } from '../../../src/main/hosts/web/server.ts';
import type { Address } from '../../../src/main/net/exchange.ts';
import { createSender, type SenderOptions, type SendOptions } from '../../../src/main/replay/sender.ts';
import { buildBridgePage } from '../../support/bridge-page/build.ts';
import { startEngine } from '../../support/engine.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Where a replay may be led, and what may come back from there. */

const how: SendOptions = { timeoutMs: 5000, verifyTls: true, origin: { kind: 'forge' }, signedWith: null };

const draft = (url: string): Draft => ({ method: 'POST', url, headers: [], body: utf8Bytes('hi'), signing: null });

function sender(options: Partial<SenderOptions> = {}) {
  return createSender({ isOwnControlPort: () => false, confirmedOrigins: new Set<string>(), ...options });
}

const leadsTo =
  (...addresses: readonly string[]) =>
  async (): Promise<readonly Address[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

async function outcomeOf(url: string, options: Partial<SenderOptions>) {
  const result = await sender(options).send(draft(url), how);
  return result.ok ? 'sent' : result.failure.code;
}

const CONTROL_PORT = 4321;
const ownNetworkAddress = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

describe('our own control port', () => {
  const everyOrigin = { has: () => true };
  const isOwnControlPort = (port: number): boolean => port === CONTROL_PORT;

  it.each<[string, string]>([
    ['127.0.0.1.nip.io', '127.0.0.1'],
    ['rebound.example', '127.0.0.1'],
    ['mapped.example', '::ffff:127.0.0.1'],
    ['mapped-in-hex.example', '::ffff:7f00:1'],
    ['compatible.example', '::127.0.0.1'],
    ['compatible-in-hex.example', '::7f00:1'],
    ['translated.example', '64:ff9b::7f00:1'],
    ['this-host.example', '0.0.0.0'],
    ['other-loopback.example', '127.9.9.9'],
    ...(ownNetworkAddress === undefined
      ? []
      : ['', '::ffff:', '::', '64:ff9b::'].map<[string, string]>((prefix) => [
          `own${prefix.length}.example`,
          prefix + ownNetworkAddress,
        ])),
  ])('is refused as %s, which leads to %s, even where its origin was confirmed', async (host, address) => {
    const options = { isOwnControlPort, confirmedOrigins: everyOrigin, resolve: leadsTo(address) };
    expect(await outcomeOf(`http://${host}:${CONTROL_PORT}/`, options)).toBe('target-forbidden');
  });

  it('is refused when only one of several addresses is ours', async () => {
    const options = { isOwnControlPort, confirmedOrigins: everyOrigin, resolve: leadsTo('198.51.100.7', '::1') };
    expect(await outcomeOf(`http://two.example:${CONTROL_PORT}/`, options)).toBe('target-forbidden');
  });

  it.each([
    '127.0.0.1',
    'localhost',
    'a.localhost',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::127.0.0.1]',
    '0.0.0.0',
  ])('is refused when it is written %s', async (host) => {
    expect(await outcomeOf(`http://${host}:${CONTROL_PORT}/bridge`, { isOwnControlPort })).toBe('target-forbidden');
  });

  it('is known to the engine, whose commands send nothing there', async () => {
    let port = 0;
    const engine = await startEngine(await tempDir(), { controlPorts: () => [port] });
    const served = await serveWeb({ engine, rendererDir: await buildBridgePage(), port: 0, log: engine.log });
    if (!served.ok) throw new Error(served.failure.code);
    onTestFinished(served.value.close);
    port = served.value.port;
    const made = draft(`http://localhost:${port}/bridge`);
    expect(await engine.handlers['send.draft']({ draft: made, origin: { kind: 'forge' } })).toMatchObject({
      ok: false,
      failure: { code: 'target-forbidden' },
    });
  });
});

describe('cloud metadata', () => {
  it.each([
    ['http://169.254.169.254/latest/meta-data/', null],
    ['http://[fd00:ec2::254]/', null],
    ['http://[::ffff:169.254.169.254]/', null],
    ['http://2852039166/', null],
    ['http://metadata.example/', '169.254.169.254'],
    ['http://metadata.example/', '64:ff9b::a9fe:a9fe'],
    ['http://metadata.example/', '::169.254.169.254'],
    ['http://169.254.169.254.nip.io/', '169.254.169.254'],
  ])('is not asked without the user’s word: %s (%s)', async (url, address) => {
    const resolve = address === null ? {} : { resolve: leadsTo(address) };
    expect(await outcomeOf(url, resolve)).toBe('target-unconfirmed');
  });
});

async function replying(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  // Not a pipe: it listens on a TCP port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function attempt(answer: (socket: Socket) => void, send: Partial<SendOptions> = {}) {
  const sent = await sender().send(draft(await replying(answer)), { ...how, ...send });
  if (!sent.ok) throw new Error(sent.failure.code);
  return sent.value;
}

const OK = 'HTTP/1.1 200 OK\r\n';

describe('a hostile reply', () => {
  it.each([
    ['has TE and CL', `${OK}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`],
    ['has CL and TE', `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['has two lengths', `${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`],
    ['has a list of lengths', `${OK}Content-Length: 7, 8\r\n\r\nhello!!`],
    ['has a signed length', `${OK}Content-Length: +7\r\n\r\nhello!!`],
    ['has a negative length', `${OK}Content-Length: -1\r\n\r\n`],
    ['has a length in hex', `${OK}Content-Length: 0x7\r\n\r\nhello!!`],
    ['has a length of 20 digits', `${OK}Content-Length: 99999999999999999999\r\n\r\n`],
    ['has a chunk without size', `${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['has a chunk of more than there is', `${OK}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n`],
    [
      'has endless chunk extensions',
      `${OK}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`,
    ],
    ['has endless trailers', `${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n${'A: b\r\n'.repeat(20_000)}\r\n`],
    ['has a head of 70 KB', `${OK}A: ${'b'.repeat(70_000)}\r\n\r\n`],
    ['never ends its head', `${OK}${'A: b\r\n'.repeat(20_000)}`],
    ['folds a header', `${OK}A: b\r\n c\r\n\r\n`],
    ['has a NUL in a header', `${OK}A: b\0\r\n\r\n`],
    ['has a bare CR in a header', `${OK}A: b\rSet-Cookie: c\r\n\r\n`],
    ['has bare LFs', 'HTTP/1.1 200 OK\nA: b\n\nhello'],
    ['has a space before the colon', `${OK}A : b\r\n\r\n`],
    ['has a header without a name', `${OK}: b\r\n\r\n`],
    ['is HTTP/0.9', 'hello'],
    ['is HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['is TLS', '\x15\x03\x01\x00\x02\x02\x46'],
    ['has no status', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['is only interim replies', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(10_000)],
  ])('that %s is malformed, and nothing throws', async (_what, wire) => {
    const sent = await attempt((socket) => socket.end(wire, 'latin1'));
    expect(sent.outcome).toMatchObject({ kind: 'failed', failure: { code: 'reply-malformed' } });
  });

  it('that says it is compressed is kept as it came, whatever it would become', async () => {
    // 51 bytes of brotli for 64 MiB of zeros would be this short; nothing is decoded on the way in.
    const sent = await attempt((socket) => socket.end(`${OK}Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc`));
    expect(latin1Text(sent.replyBody)).toBe('abc');
  });

  it('without end is cut at 16 MiB', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 0x61);
    const sent = await attempt(
      (socket) => {
        socket.write(`${OK}Content-Length: ${2 ** 40}\r\n\r\n`);
        const more = (): void => {
          while (!socket.destroyed && socket.write(chunk));
        };
        socket.on('drain', more);
        more();
      },
      { timeoutMs: 20_000 },
    );
    expect(sent.outcome).toMatchObject({ kind: 'replied', status: 200, bodyBytes: 16 * 1024 * 1024 });
    expect(sent.reply?.truncated).toBe(true);
  });

  it('that drips for ever is left after 30 s, by the clock of the sender', async () => {
    expect(defaultSettings.send.timeoutMs).toBe(30_000);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const begun = Promise.withResolvers<Socket>();
    const sending = attempt((socket) => socket.write(`${OK}\r\nx`, () => begun.resolve(socket)), { timeoutMs: 30_000 });
    const socket = await begun.promise;
    let isOver = false;
    void sending.then(() => {
      isOver = true;
    });
    for (let second = 1; second < 30; second++) {
      vi.advanceTimersByTime(1000);
      await new Promise((resolve) => socket.write('x', resolve));
      expect(isOver).toBe(false);
    }
    vi.advanceTimersByTime(1000);
    const sent = await sending;
    expect(sent.outcome).toMatchObject({ kind: 'failed', failure: { code: 'target-timeout', afterMs: 30_000 } });
  });
});
