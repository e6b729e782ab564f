import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSlot, type SlotEnd } from '../../../src/main/tunnel/localtunnel/slot.ts';

async function listening(): Promise<{ server: Server; port: number; connection(): Promise<Socket>; count(): number }> {
  const sockets: Socket[] = [];
  const waiting: ((socket: Socket) => void)[] = [];
  let given = 0;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    sockets.push(socket);
    for (const take of waiting.splice(0)) take(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    server,
    // Not a pipe: it listens on a TCP port.
    port: (server.address() as AddressInfo).port,
    async connection() {
      const socket = sockets[given++];
      return socket ?? (await new Promise<Socket>((resolve) => waiting.push(resolve)));
    },
    count: () => sockets.length,
  };
}

/** The bytes from now on until they are as many as `wanted`, or until the end. */
async function read(socket: Socket, wanted = Number.POSITIVE_INFINITY): Promise<string> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += chunk.toString('latin1');
    if (text.length >= wanted) break;
  }
  return text;
}

/** A slot between a tunnel server and a capture listener, both in the hands of the test. */
async function slotBetween(options: { localPort?: number | null } = {}) {
  const far = await listening();
  const near = await listening();
  const ended = Promise.withResolvers<SlotEnd>();
  let served = 0;
  const slot = openSlot({
    addresses: [{ address: '127.0.0.1', family: 4 }],
    port: far.port,
    connectTimeoutMs: 5000,
    localPort: () => (options.localPort === undefined ? near.port : options.localPort),
    connected: () => undefined,
    served: () => served++,
    ended: (end) => ended.resolve(end),
  });
  onTestFinished(() => slot.destroy());
  return { slot, near, remote: await far.connection(), ended: ended.promise, served: () => served };
}

const request = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi';
const reply = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('one connection to the tunnel server', () => {
  it('dials the listener at the first byte and not before', async () => {
    const { near, remote } = await slotBetween();
    expect(near.count()).toBe(0);
    remote.write(request);
    const local = await near.connection();
    expect(await read(local, request.length)).toBe(request);
    local.write(reply);
    expect(await read(remote, reply.length)).toBe(reply);
  });

  it('stays when the listener closes its own between two requests', async () => {
    const { near, remote, served } = await slotBetween();
    for (const turn of [1, 2, 3]) {
      remote.write(request);
      const local = await near.connection();
      expect(await read(local, request.length)).toBe(request);
      local.end(reply);
      expect(await read(remote, reply.length)).toBe(reply);
      await once(local, 'close');
      expect(served()).toBe(turn);
    }
    expect(remote.destroyed).toBe(false);
  });

  it('passes every byte untouched, both ways, after an upgrade as well', async () => {
    const { near, remote } = await slotBetween();
    const upgrade = 'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\n\r\n\0\xff\r\n\r\nPOST / HTTP/1.1\r\n\r\n';
    remote.write(upgrade, 'latin1');
    const local = await near.connection();
    expect(await read(local, upgrade.length)).toBe(upgrade);
    const answer = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\0\xfe';
    local.write(answer, 'latin1');
    expect(await read(remote, answer.length)).toBe(answer);
    local.end();
    expect(await read(remote)).toBe('');
  });

  it('answers 502 and ends when the listener closes without a reply', async () => {
    const { near, remote, ended } = await slotBetween();
    remote.write(request);
    (await near.connection()).resetAndDestroy();
    expect(await read(remote)).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[\s\S]*Connection: close\r\n/);
    expect(await ended).toBe('used');
  });

  it('answers 502 to the second request as well, never within another reply', async () => {
    const { near, remote } = await slotBetween();
    remote.write(request);
    const local = await near.connection();
    local.write(reply);
    await read(remote, reply.length);
    remote.write(request);
    await read(local, 2 * request.length);
    local.destroy();
    expect(await read(remote)).toMatch(/^HTTP\/1\.1 502 /);
  });

  it('resets when the listener resets within its reply: half a reply must not look whole', async () => {
    const { near, remote, ended } = await slotBetween();
    remote.write(request);
    const local = await near.connection();
    const half = 'HTTP/1.1 200 OK\r\n\r\nhalf';
    local.write(half);
    expect(await read(remote, half.length)).toBe(half);
    const failed = new Promise<Error & { code?: string }>((resolve) => remote.once('error', resolve));
    remote.resume();
    local.resetAndDestroy();
    expect((await failed).code).toBe('ECONNRESET');
    await ended;
  });

  it('ends when the reply is one that ends with its connection', async () => {
    const { near, remote } = await slotBetween();
    remote.write(request);
    (await near.connection()).end('HTTP/1.0 200 OK\r\n\r\nwhole');
    expect(await read(remote)).toBe('HTTP/1.0 200 OK\r\n\r\nwhole');
  });

  it('answers 502 at once when nothing listens, and drops the rest of the request', async () => {
    const { near, remote, ended } = await slotBetween({ localPort: null });
    remote.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n');
    remote.write(Buffer.alloc(1_000_000));
    expect(await read(remote)).toMatch(/^HTTP\/1\.1 502 /);
    expect(await ended).toBe('used');
    expect(near.count()).toBe(0);
  });

  it('says how it ended', async () => {
    const idle = await slotBetween();
    idle.remote.end();
    expect(await idle.ended).toBe('idle');
    const unconnected = Promise.withResolvers<SlotEnd>();
    openSlot({
      addresses: [{ address: '127.0.0.1', family: 4 }],
      port: 1,
      connectTimeoutMs: 5000,
      localPort: () => null,
      connected: () => undefined,
      served: () => undefined,
      ended: unconnected.resolve,
    });
    expect(await unconnected.promise).toBe('unconnected');
  });
});
