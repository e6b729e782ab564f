import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import localtunnel from 'localtunnel';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  type LocaltunnelServer,
  removeBundle,
  startLocaltunnelServer,
  TUNNEL_DOMAIN,
} from '../../support/localtunnel-server/start.ts';
import { publicRequest, type Rig, type RigOptions, sha256, startListener, startRig } from './rig.ts';

let server: LocaltunnelServer;

beforeAll(async () => {
  server = await startLocaltunnelServer();
});
afterAll(async () => {
  await server.kill();
  await removeBundle();
});

async function rigUp(options: Partial<RigOptions> = {}) {
  const listener = options.listener ?? (await startListener());
  const rig = startRig({ server: server.url, publicPort: server.port, listener, ...options });
  expect(await rig.tunnel.start()).toEqual({ ok: true });
  await rig.until(({ state }) => state === 'up');
  return { rig, listener, name: rig.settings.name };
}

/** Polls what only the server knows. */
async function connectedSockets(name: string, wanted: number | null): Promise<void> {
  let found = await server.connectedSockets(name);
  while (found !== wanted) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    found = await server.connectedSockets(name);
  }
}

const allBytes = Uint8Array.from({ length: 256 }, (_, i) => i);

describe('through the real localtunnel server', () => {
  it('a generated name is stored and opened, and checks are not captured', async () => {
    const { rig, listener, name } = await rigUp();
    expect(name).toMatch(/^[a-z0-9]{16}$/);
    expect(rig.tunnel.status).toMatchObject({
      state: 'up',
      reason: 'registered',
      url: `http://${name}.${TUNNEL_DOMAIN}`,
      previousUrl: null,
      attempt: 0,
      lastProbe: { ok: true },
    });
    expect(rig.statuses.map(({ state }) => state)).toEqual(['connecting', 'connecting', 'up']);
    expect(listener.arrived).toEqual([]);
    expect(await server.connectedSockets(name)).toBe(10);
  });

  it.each<[string, Uint8Array]>([
    ['every byte value and noise', Buffer.concat([allBytes, randomBytes(4096)])],
    ['1 MB', randomBytes(1024 * 1024)],
    ['nothing', new Uint8Array(0)],
  ])('a body of %s arrives identical', async (_what, body) => {
    const { listener, name } = await rigUp();
    const reply = await publicRequest(server.port, name, { path: '/a%7B/b?q=%20&q=2', body });
    expect(reply).toMatchObject({ status: 200, body: sha256(body) });
    expect(listener.arrived).toHaveLength(1);
    expect(listener.arrived[0]).toMatchObject({ method: 'POST', target: '/a%7B/b?q=%20&q=2', httpVersion: '1.1' });
  });

  it('headers arrive as the capabilities say: lower-cased, merged, one Authorization, and no trailers', async () => {
    const { rig, listener, name } = await rigUp();
    const headers = ['X-Dup', 'one', 'X-DUP', 'two', 'Authorization', 'a', 'Authorization', 'b', 'X-Latin', 'caf\xe9'];
    await publicRequest(server.port, name, { headers, body: allBytes });
    expect(listener.arrived[0]?.headers).toEqual([
      ['host', `${name}.${TUNNEL_DOMAIN}`],
      ['content-length', '256'],
      ['x-dup', 'one, two'],
      ['authorization', 'a'],
      ['x-latin', 'caf\xe9'],
      ['connection', expect.stringMatching(/^(close|keep-alive)$/)],
    ]);
    const { fidelity } = rig.tunnel.providers.find(({ id }) => id === 'localtunnel') ?? {};
    expect(fidelity).toEqual({ body: 'exact', headers: 'rewritten', trailers: false });
  });

  it('methods with a body, and one after the other over one connection, arrive', async () => {
    const { listener, name } = await rigUp();
    for (const method of ['GET', 'DELETE', 'PATCH', 'PURGE', 'OPTIONS']) {
      expect(await publicRequest(server.port, name, { method, body: allBytes })).toMatchObject({
        body: sha256(allBytes),
      });
    }
    expect(listener.arrived.map(({ method }) => method)).toEqual(['GET', 'DELETE', 'PATCH', 'PURGE', 'OPTIONS']);
  });

  it('100 requests at once arrive, each once and identical', async () => {
    const { listener, name } = await rigUp();
    const bodies = Array.from({ length: 100 }, () => randomBytes(5000));
    const replies = await Promise.all(bodies.map((body) => publicRequest(server.port, name, { body })));
    expect(replies.map(({ body }) => body)).toEqual(bodies.map(sha256));
    expect(listener.arrived.map(({ body }) => sha256(body)).sort()).toEqual(bodies.map(sha256).sort());
    await connectedSockets(name, 10);
  });

  it('a listener that resets connections costs its sender a 502, and the pool nothing', async () => {
    const { listener, name } = await rigUp();
    listener.onRequest = (incoming) => {
      incoming.socket.resetAndDestroy();
      return null;
    };
    for (let i = 0; i < 12; i++) {
      expect(await publicRequest(server.port, name, { body: allBytes })).toMatchObject({ status: 502 });
    }
    listener.onRequest = () => ({ status: 413, body: 'too much' });
    for (let i = 0; i < 12; i++) {
      expect(await publicRequest(server.port, name, { body: allBytes })).toMatchObject({
        status: 413,
        body: 'too much',
      });
    }
    await connectedSockets(name, 10);
  });

  it('while the listener is away the sender gets a 502, and nothing is delivered later', async () => {
    const { listener, name } = await rigUp();
    await listener.close();
    const replies = await Promise.all(
      Array.from({ length: 15 }, () => publicRequest(server.port, name, { path: '/lost', body: randomBytes(100_000) })),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(15).fill(502));
    await listener.open();
    expect(await publicRequest(server.port, name, { path: '/kept' })).toMatchObject({ status: 200 });
    expect(listener.arrived.map(({ target }) => target)).toEqual(['/kept']);
  });

  it('checks fail while this machine is offline, and the tunnel is kept', async () => {
    let isOffline = false;
    const { rig } = await rigUp({ isOffline: () => isOffline, timing: { probeIntervalMs: 50, probeRetryMs: 20 } });
    const before = rig.statuses.length;
    isOffline = true;
    await expect
      .poll(() => rig.statuses.slice(before).filter(({ reason }) => reason === 'offline').length)
      .toBeGreaterThan(3);
    isOffline = false;
    await rig.until(({ state }) => state === 'up', before + 3);
    expect(rig.statuses.slice(before).some(({ state }) => state === 'reconnecting')).toBe(false);
  });

  it('a listener that is known to be away is said to be, and is not blamed on the tunnel', async () => {
    let isListening = false;
    const listener = await startListener();
    const rig = startRig({
      server: server.url,
      publicPort: server.port,
      listener,
      localPort: () => (isListening ? listener.port : null),
    });
    await rig.tunnel.start();
    expect(await rig.until(({ state }) => state === 'degraded')).toMatchObject({ reason: 'local-down' });
    expect(await publicRequest(server.port, rig.settings.name)).toMatchObject({ status: 502 });
    isListening = true;
    rig.tunnel.retryNow();
    await rig.until(({ state }) => state === 'up');
  });
});

describe('the same URL comes back', () => {
  it('after the server was killed and started again', async () => {
    const { rig, listener, name } = await rigUp();
    const { url } = rig.tunnel.status;
    const before = rig.statuses.length;
    await server.kill();
    expect(await rig.until(({ state }) => state === 'reconnecting', before)).toMatchObject({
      reason: 'all-connections-lost',
      url,
      attempt: 1,
    });
    expect(await rig.until(({ reason }) => reason === 'server-unreachable', before)).toMatchObject({
      state: 'reconnecting',
      url,
    });
    await server.restart();
    expect(await rig.until(({ state }) => state === 'up', before)).toMatchObject({
      url,
      previousUrl: null,
      attempt: 0,
    });
    expect(await publicRequest(server.port, name, { body: allBytes })).toMatchObject({ status: 200 });
    expect(listener.arrived).toHaveLength(1);
  });

  it('after the server stood still', async () => {
    const { rig } = await rigUp({ timing: { probeIntervalMs: 100, probeTimeoutMs: 500, registerTimeoutMs: 500 } });
    const { url } = rig.tunnel.status;
    const before = rig.statuses.length;
    server.pause();
    try {
      expect(await rig.until(({ state }) => state === 'degraded', before)).toMatchObject({
        reason: 'probe-failed',
        url,
      });
      await rig.until(({ state }) => state === 'reconnecting', before);
      await rig.until(({ reason }) => reason === 'register-timeout', before);
    } finally {
      server.resume();
    }
    const back = rig.statuses.length;
    expect(await rig.until(({ state }) => state === 'up', back)).toMatchObject({ url, previousUrl: null });
  });

  it('after a stop and a start at once, while the server still holds the name', async () => {
    const { rig, name } = await rigUp();
    const { url } = rig.tunnel.status;
    await rig.tunnel.stop();
    const before = rig.statuses.length;
    await rig.tunnel.start();
    expect(await rig.until(({ reason }) => reason === 'name-still-held', before)).toMatchObject({
      state: 'connecting',
      url: null,
    });
    expect(await rig.until(({ state }) => state === 'up', before)).toMatchObject({ url });
    await connectedSockets(name, 10);
  });
});

describe('another URL', () => {
  it('is never taken silently: a name that somebody else holds ends in name-taken', async () => {
    const listener = await startListener();
    const other = await localtunnel({ port: listener.port, host: server.url, subdomain: 'somebody-else' });
    onTestFinished(() => other.close());
    const rig = startRig({
      server: server.url,
      publicPort: server.port,
      listener,
      settings: { name: 'somebody-else' },
      // Longer than the second for which the server still holds a name that was given up.
      timing: { nameRetryForMs: 2_500 },
    });
    await rig.tunnel.start();
    expect(await rig.until(({ state }) => state === 'down')).toMatchObject({ reason: 'name-taken', url: null });
    expect(rig.statuses.every(({ url, state }) => url === null && state !== 'up')).toBe(true);
    // And the other holder can give it up.
    other.close();
    await rig.tunnel.start();
    await rig.until(({ state }) => state === 'up');
  });

  it('by a rename keeps the old one on show', async () => {
    const { rig } = await rigUp();
    const { url } = rig.tunnel.status;
    expect(await rig.tunnel.rename('Not-valid')).toMatchObject({ ok: false, failure: { code: 'invalid-input' } });
    expect(await rig.tunnel.rename('ab-c')).toMatchObject({ ok: false });
    const before = rig.statuses.length;
    const name = `renamed-${rig.settings.name}`;
    expect(await rig.tunnel.rename(name)).toEqual({ ok: true });
    expect(rig.settings.name).toBe(name);
    expect(await rig.until(({ state }) => state === 'up', before)).toMatchObject({
      url: `http://${name}.${TUNNEL_DOMAIN}`,
      previousUrl: url,
    });
  });
});

describe('a stop leaves nothing open', () => {
  const openSockets = () => process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP')).length;

  it('while up, with a request under way', async () => {
    const { rig, listener, name } = await rigUp();
    const arrived = new Promise<void>((resolve) => {
      listener.onRequest = () => {
        resolve();
        return null;
      };
    });
    // The real server never answers it: that is its sender's to time out.
    const connection: Socket = await sendAndLeaveOpen(name);
    await arrived;
    await rig.tunnel.stop();
    connection.destroy();
    await connectedSockets(name, null);
    await listener.close();
    await expect.poll(openSockets).toBe(0);
    expect(rig.tunnel.status).toMatchObject({ state: 'down', reason: 'user', url: null });
  });

  it('while registering, and twice', async () => {
    const silent = createServer();
    const port = await new Promise<number>((resolve) => {
      // Not a pipe: it listens on a TCP port.
      silent.listen(0, '127.0.0.1', () => resolve((silent.address() as { port: number }).port));
    });
    onTestFinished(() => void silent.close());
    const asked = new Promise((resolve) => silent.once('connection', resolve));
    const rig = startRig({ server: `http://127.0.0.1:${port}`, publicPort: port, listener: await startListener() });
    await rig.tunnel.start();
    await asked;
    await Promise.all([rig.tunnel.stop(), rig.tunnel.stop()]);
    expect(rig.tunnel.status).toMatchObject({ state: 'down', reason: 'user' });
  });

  it('while it waits to try again', async () => {
    const rig = startRig({
      server: 'http://127.0.0.1:1',
      publicPort: 1,
      listener: await startListener(),
      timing: { backOff: { baseMs: 60_000, capMs: 60_000 } },
    });
    await rig.tunnel.start();
    const waiting = await rig.until(({ nextRetryAt }) => nextRetryAt !== null);
    expect(waiting).toMatchObject({ state: 'connecting', reason: 'server-unreachable', attempt: 2 });
    await rig.tunnel.stop();
    expect(rig.tunnel.status).toMatchObject({ state: 'down', nextRetryAt: null });
  });

  async function sendAndLeaveOpen(name: string): Promise<Socket> {
    const { connect } = await import('node:net');
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => socket.destroy());
    socket.write(`POST /open HTTP/1.1\r\nHost: ${name}.${TUNNEL_DOMAIN}\r\nContent-Length: 2\r\n\r\nhi`);
    return socket;
  }
});

describe('a server that advertises more connections than it takes', () => {
  it('is asked for ten', async () => {
    const greedy = await startLocaltunnelServer({ advertised: 20 });
    onTestFinished(() => greedy.kill());
    const listener = await startListener();
    const rig: Rig = startRig({ server: greedy.url, publicPort: greedy.port, listener });
    await rig.tunnel.start();
    await rig.until(({ state }) => state === 'up');
    await expect.poll(() => greedy.connectedSockets(rig.settings.name)).toBe(10);
    expect(await publicRequest(greedy.port, rig.settings.name)).toMatchObject({ status: 200 });
  });
});
