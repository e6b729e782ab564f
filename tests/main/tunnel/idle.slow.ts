/**
 * Two minutes, so it is no part of `npm test`: `npm exec -- node tests/main/tunnel/idle.slow.ts`. A tunnel that was idle
 * for longer than a Node server's default `headersTimeout` and its check (60 s + 30 s) still delivers the next twelve
 * requests; with the `localtunnel` package they are answered 408 (localtunnel#563). Ends non-zero on failure.
 */
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pairHeaders } from '../../../src/core/http/headers.ts';
import { ok } from '../../../src/core/result.ts';
import { defaultSettings } from '../../../src/core/settings.ts';
import { createTunnel } from '../../../src/main/tunnel/tunnel.ts';
import { removeBundle, startLocaltunnelServer, TUNNEL_DOMAIN } from '../../support/localtunnel-server/start.ts';

const IDLE_MS = 105_000;

const server = await startLocaltunnelServer();
const listener = createServer((incoming, outgoing) => {
  const probe = tunnel.answerProbe(incoming.method ?? '', incoming.url ?? '', pairHeaders(incoming.rawHeaders));
  if (probe === null) outgoing.end('ok');
  else outgoing.writeHead(probe.status, probe.headers.flat()).end();
});
await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
const { port } = listener.address() as AddressInfo;
const name = 'idle-for-a-while';
const up = Promise.withResolvers<void>();
const tunnel = createTunnel({
  localPort: () => port,
  settings: () => ({ ...defaultSettings.tunnel, host: server.url, name }),
  saveName: async () => ok(),
  changed: ({ state }) => state === 'up' && up.resolve(),
  onBug: up.reject,
  // No check in between: it would be traffic.
  timing: { probeIntervalMs: 10 * IDLE_MS },
  route: async (host, to) => ({
    addresses: [{ address: '127.0.0.1', family: 4 }],
    port: host.endsWith(TUNNEL_DOMAIN) ? server.port : to,
  }),
});
try {
  assert.deepEqual(await tunnel.start(), { ok: true, value: undefined });
  await up.promise;
  await sleep(IDLE_MS);
  const statuses = Array.from({ length: 12 }, () => {
    const done = Promise.withResolvers<number | undefined>();
    const headers = { Host: `${name}.${TUNNEL_DOMAIN}` };
    const sent = request({ host: '127.0.0.1', port: server.port, method: 'POST', agent: false, headers });
    sent.on('response', (response) => done.resolve(response.resume().statusCode)).on('error', done.reject);
    sent.end('x');
    return done.promise;
  });
  assert.deepEqual(await Promise.all(statuses), Array(12).fill(200));
} finally {
  await tunnel.close();
  await server.kill();
  await removeBundle();
  listener.close();
  listener.closeAllConnections();
}
