import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TunnelReason, TunnelState } from '../../../src/core/tunnel.ts';
import { startListener, startRig } from './rig.ts';

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  // Not a pipe: it listens on a TCP port.
  return (server.address() as AddressInfo).port;
}

/** A server that answers registrations as told; gives its URL and the times it was asked. */
async function fakeServer(answer: RequestListener): Promise<{ port: number; asked: () => number }> {
  let asked = 0;
  const port = await listening(
    createServer((incoming, outgoing) => {
      asked++;
      answer(incoming, outgoing);
    }),
  );
  return { port, asked: () => asked };
}

const json =
  (value: unknown, status = 200): RequestListener =>
  (_incoming, outgoing) =>
    void outgoing.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));

const registered = (more: object) => ({ id: 'the-name', url: 'http://the-name.lt.test', max_conn_count: 10, ...more });

async function rigFor(port: number, timing = {}) {
  const listener = await startListener();
  const rig = startRig({
    server: `http://127.0.0.1:${port}`,
    publicPort: port,
    listener,
    settings: { name: 'the-name' },
    timing,
  });
  await rig.tunnel.start();
  return rig;
}

describe('a tunnel server that does not do what it should', () => {
  it('refuses the name: the tunnel is down, in the words of the server', async () => {
    const { port, asked } = await fakeServer(json({ message: 'Not\u001b[31m you.' }, 403));
    const rig = await rigFor(port);
    const status = await rig.until(({ state }) => state === 'down');
    expect(status).toMatchObject({
      reason: 'rejected',
      message: `The tunnel server http://127.0.0.1:${port} refused: Not [31m you.`,
    });
    expect(asked()).toBe(1);
  });

  const html: RequestListener = (_incoming, outgoing) => void outgoing.end('<html>Welcome</html>');
  it.each<[string, RequestListener, TunnelReason]>([
    ['has a fault', json({}, 500), 'server-unreachable'],
    ['asks for fewer tries', json({}, 429), 'rate-limited'],
    ['shows a page', html, 'bad-answer'],
    ['redirects', (_in, out) => void out.writeHead(302, { Location: 'http://169.254.169.254/' }).end(), 'bad-answer'],
    ['gives no JSON', (_in, out) => void out.end('{"id":'), 'bad-answer'],
    ['gives another shape', json({ id: 5 }), 'bad-answer'],
    ['names port 0', json(registered({ port: 0 })), 'bad-answer'],
    ['names port 70000', json(registered({ port: 70_000 })), 'bad-answer'],
    ['names a URL with a path', json(registered({ port: 1, url: 'http://the-name.lt.test/x' })), 'bad-answer'],
    ['names a URL that is none', json(registered({ port: 1, url: 'javascript:alert(1)' })), 'bad-answer'],
    ['names an address that is none', json(registered({ port: 1, ip: 'x' })), 'bad-answer'],
    ['sends us to cloud metadata', json(registered({ port: 80, ip: '169.254.169.254' })), 'bad-answer'],
    ['sends us into the network', json(registered({ port: 80, ip: '192.168.1.1' })), 'bad-answer'],
    ['sends us there in IPv6', json(registered({ port: 80, ip: '::ffff:10.0.0.1' })), 'bad-answer'],
    ['sends us to another service here', json(registered({ port: 80, ip: '127.0.0.2' })), 'bad-answer'],
    ['answers nested too deep for its shape', (_in, out) => void out.end('['.repeat(60_000)), 'bad-answer'],
    ['never answers', () => undefined, 'register-timeout'],
    ['ends the connection', (incoming) => void incoming.socket.destroy(), 'server-unreachable'],
    ['names a port that is closed', json(registered({ port: 1 })), 'server-unreachable'],
  ])('%s: it is asked again, less and less often', async (_what, answer, reason) => {
    const { port, asked } = await fakeServer(answer);
    const rig = await rigFor(port, { registerTimeoutMs: 300, backOff: { baseMs: 10, capMs: 1000 } });
    const third = await rig.until(({ attempt, nextRetryAt }) => attempt === 4 && nextRetryAt !== null);
    expect(third).toMatchObject({ state: 'connecting', reason, url: null });
    expect(asked()).toBe(3);
    const waits = rig.statuses.flatMap(({ nextRetryAt, attempt }) => (nextRetryAt === null ? [] : [attempt]));
    expect(waits).toEqual([2, 3, 4]);
    await rig.tunnel.stop();
    expect(rig.tunnel.status.state).toBe<TunnelState>('down');
  });

  it('answers without end: it is cut off', async () => {
    let sent = 0;
    const { port } = await fakeServer((_incoming, outgoing) => {
      const more = (): void => {
        while (!outgoing.destroyed && outgoing.write(Buffer.alloc(64 * 1024, 0x20))) sent += 64 * 1024;
      };
      outgoing.on('drain', more);
      outgoing.writeHead(200, { 'Content-Length': 2 ** 30 });
      more();
    });
    const rig = await rigFor(port);
    expect(await rig.until(({ nextRetryAt }) => nextRetryAt !== null)).toMatchObject({ reason: 'bad-answer' });
    // What the kernel's buffers took besides the 64 KiB that are read.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
  });

  it('wants a million connections and to set us up: it gets ten, and nothing is set', async () => {
    const open = new Set<Socket>();
    let opened = 0;
    const pool = await listening(
      createTcpServer((socket) => {
        opened++;
        open.add(socket);
        socket.on('error', () => socket.destroy());
      }),
    );
    const pushed = {
      local_port: 22,
      local_host: '169.254.169.254',
      settings: { listenPort: 1 },
      constructor: {},
      max_conn_count: 1e6,
    };
    const answer = JSON.stringify(registered({ port: pool, ...pushed })).replace(
      '{',
      '{"__proto__":{"polluted":true},',
    );
    const { port } = await fakeServer((incoming, outgoing) => {
      if (incoming.method === 'GET') outgoing.end(answer);
      // The check goes to the public name, which is this server's as well; it leads nowhere here.
      else incoming.socket.destroy();
    });
    const rig = await rigFor(port);
    const before = JSON.stringify(rig.settings);
    await expect.poll(() => open.size).toBe(10);
    for (const socket of open) socket.write('GET / HTTP/1.1\r\nHost: half');
    for (const socket of open) socket.end('\r\n{"config":{"listenPort":1}}');
    await rig.until(({ nextRetryAt }) => nextRetryAt !== null);
    await rig.tunnel.stop();
    expect(opened).toBeLessThanOrEqual(40);
    expect(JSON.stringify(rig.settings)).toBe(before);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('has a name that leads elsewhere a moment later: what was looked up first is dialled', async () => {
    const taken = Promise.withResolvers<void>();
    const pool = await listening(
      createTcpServer((socket) => {
        socket.on('error', () => socket.destroy());
        taken.resolve();
      }),
    );
    const { port } = await fakeServer(json(registered({ port: pool })));
    const listener = await startListener();
    const rig = startRig({
      // No resolver knows this name; the rig's own says 127.0.0.1, once.
      server: `http://tunnel.invalid:${port}`,
      publicPort: port,
      listener,
      settings: { name: 'the-name' },
    });
    await rig.tunnel.start();
    await taken.promise;
    // Also while the others are still being connected.
    await rig.tunnel.stop();
  });

  it('asks to wait, and is left alone for as long', async () => {
    const { port } = await fakeServer((_in, out) => void out.writeHead(429, { 'Retry-After': '90' }).end());
    const before = Date.now();
    const rig = await rigFor(port);
    const { nextRetryAt } = await rig.until((status) => status.nextRetryAt !== null);
    expect((nextRetryAt ?? 0) - before).toBeGreaterThanOrEqual(90_000);
  });

  it('has no address: that is being offline, and is tried again', async () => {
    const listener = await startListener();
    const rig = startRig({ server: 'http://127.0.0.1:1', publicPort: 1, listener, isOffline: () => true });
    await rig.tunnel.start();
    expect(await rig.until(({ nextRetryAt }) => nextRetryAt !== null)).toMatchObject({
      state: 'connecting',
      reason: 'offline',
    });
  });

  it('drops every connection at once: they are opened again at a bounded rate', async () => {
    let opened = 0;
    const pool = await listening(
      createTcpServer((socket) => {
        opened++;
        socket.destroy();
      }),
    );
    const { port } = await fakeServer(json(registered({ port: pool })));
    const rig = await rigFor(port, { backOff: { baseMs: 250, capMs: 30_000 } });
    await rig.until(({ attempt, nextRetryAt }) => nextRetryAt !== null && attempt >= 3);
    // Ten a registration, and at most one round of new ones before the pool is given up.
    expect(opened).toBeLessThanOrEqual(3 * 20);
    expect(rig.statuses.some(({ state }) => state === 'up')).toBe(false);
  });

  it('gives our name to somebody else who answers: the tunnel is never up', async () => {
    const pool = await listening(createTcpServer((socket) => void socket.on('error', () => socket.destroy())));
    const { port } = await fakeServer((incoming, outgoing) => {
      // Registrations are GETs to this server's own address; checks are POSTs to the public name.
      if (incoming.method === 'GET') json(registered({ port: pool }))(incoming, outgoing);
      else outgoing.end('hello, I am somebody else');
    });
    const rig = await rigFor(port);
    expect(await rig.until(({ state }) => state === 'degraded')).toMatchObject({
      reason: 'name-taken',
      message: 'Somebody else answers at http://the-name.lt.test (status 200).',
      lastProbe: { ok: false, ms: null },
    });
    await rig.until(({ nextRetryAt }) => nextRetryAt !== null);
    expect(rig.statuses.some(({ state }) => state === 'up')).toBe(false);
  });

  it('shows a page before the tunnel: that is what is said', async () => {
    const pool = await listening(createTcpServer((socket) => void socket.on('error', () => socket.destroy())));
    const { port } = await fakeServer((incoming, outgoing) => {
      if (incoming.method === 'GET') json(registered({ port: pool }))(incoming, outgoing);
      else outgoing.writeHead(511).end('enter the password');
    });
    const rig = await rigFor(port);
    expect(await rig.until(({ state }) => state === 'degraded')).toMatchObject({ reason: 'interstitial' });
  });
});

describe('the public URL of a provider of the user’s own', () => {
  it('is up while it leads here, degraded while it does not, and never reopened', async () => {
    const listener = await startListener();
    const settings = { provider: 'manual' as const, manualUrl: `http://127.0.0.1:${listener.port}/base/` };
    const rig = startRig({
      server: 'http://127.0.0.1:1',
      publicPort: 1,
      listener,
      settings,
      timing: { probeRetryMs: 20 },
    });
    await rig.tunnel.start();
    const url = `http://127.0.0.1:${listener.port}/base`;
    expect(await rig.until(({ state }) => state === 'up')).toMatchObject({ provider: 'manual', reason: 'manual', url });
    expect(listener.arrived).toEqual([]);

    const before = rig.statuses.length;
    await listener.close();
    rig.tunnel.retryNow();
    await expect
      .poll(() => rig.statuses.slice(before).filter(({ state }) => state === 'degraded').length)
      .toBeGreaterThan(3);
    expect(rig.statuses.slice(before).every(({ state, url: shown }) => state === 'degraded' && shown === url)).toBe(
      true,
    );
    await listener.open();
    await rig.until(({ state }) => state === 'up', before);
    await rig.tunnel.stop();
    expect(rig.tunnel.status).toMatchObject({ state: 'down', url: null });
  });

  it('has to be given', async () => {
    const listener = await startListener();
    const rig = startRig({ server: 'http://127.0.0.1:1', publicPort: 1, listener, settings: { provider: 'manual' } });
    expect(await rig.tunnel.start()).toMatchObject({
      ok: false,
      failure: { code: 'invalid-input', field: 'Public URL' },
    });
    expect(rig.tunnel.status.state).toBe('down');
  });
});
