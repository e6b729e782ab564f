import { request } from 'node:http';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { nextEvent, startEngine, unwrap } from '../support/engine.ts';
import { type LocaltunnelServer, removeBundle, startLocaltunnelServer } from '../support/localtunnel-server/start.ts';
import { tempDir } from '../support/temp-dir.ts';

afterAll(removeBundle);

/** Names under `.localhost` are this machine (RFC 6761), so the public URL leads back to the server on loopback. */
function tunnelHost(server: LocaltunnelServer): string {
  return `http://lt.localhost:${server.port}`;
}

/** As a provider does: dials the tunnel server and names the public host. */
function sendThrough(server: LocaltunnelServer, publicUrl: string, path: string, body: string): Promise<number> {
  const { host } = new URL(publicUrl);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: server.port, method: 'POST', path, headers: { Host: host }, agent: false },
      (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)),
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('the engine behind a tunnel', () => {
  it('opens a public URL with one call, captures what comes through it, and survives the server', async () => {
    const server = await startLocaltunnelServer({ domain: '' });
    onTestFinished(() => server.kill());
    const engine = await startEngine(await tempDir());
    unwrap(await engine.handlers['settings.update']({ patch: { tunnel: { host: tunnelHost(server) } } }));

    const named = nextEvent(engine, 'settings.changed', (settings) => settings.tunnel.name !== '');
    const up = nextEvent(engine, 'tunnel.changed', (status) => status.state === 'up');
    unwrap(await engine.handlers['tunnel.start'](null));
    const { url } = await up;
    expect(url).toBe(`http://${(await named).tunnel.name}.lt.localhost:${server.port}`);

    const arrived = nextEvent(engine, 'captures.changed', ({ rows }) => rows[0]?.verdicts.length === 1);
    expect(await sendThrough(server, url ?? '', '/hook', 'through the tunnel')).toBe(200);
    expect((await arrived).rows).toMatchObject([{ via: 'tunnel', target: '/hook', bodyBytes: 18 }]);
    // The check of the public URL is ours: it is answered and never kept.
    expect(await engine.handlers['captures.list']({ filter: {}, before: null, limit: 9 })).toMatchObject({ total: 1 });

    const lost = nextEvent(engine, 'tunnel.changed', (status) => status.state === 'reconnecting');
    await server.kill();
    expect(await lost).toMatchObject({ url });
    const back = nextEvent(engine, 'tunnel.changed', (status) => status.state === 'up');
    await server.restart();
    unwrap(await engine.handlers['tunnel.start'](null));
    expect(await back).toMatchObject({ url, previousUrl: null });

    const down = nextEvent(engine, 'tunnel.changed', (status) => status.state === 'down');
    unwrap(await engine.handlers['tunnel.stop'](null));
    expect(await down).toMatchObject({ reason: 'user', url: null });
  });

  it('says in words that nobody answers at the tunnel server, and keeps capturing', async () => {
    const engine = await startEngine(await tempDir());
    unwrap(await engine.handlers['settings.update']({ patch: { tunnel: { host: 'http://127.0.0.1:1' } } }));
    const refused = nextEvent(engine, 'tunnel.changed', (status) => status.reason === 'server-unreachable');
    unwrap(await engine.handlers['tunnel.start'](null));
    const status = await refused;
    expect(status.state).toBe('connecting');
    expect(status.message).toMatch(/\.$/);
    expect(status.nextRetryAt).not.toBeNull();
  });
});
