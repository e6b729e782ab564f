import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { sameBytes } from '../../../src/core/bytes.ts';
import { defaultReply } from '../../../src/core/endpoint.ts';
import { ok } from '../../../src/core/result.ts';
import { defaultSettings } from '../../../src/core/settings.ts';
import { createCaptureListener } from '../../../src/main/capture/listener.ts';
import type { Arrival } from '../../../src/main/inbox.ts';
import { createTunnel } from '../../../src/main/tunnel/tunnel.ts';
import {
  type LocaltunnelServer,
  removeBundle,
  startLocaltunnelServer,
  TUNNEL_DOMAIN,
} from '../../support/localtunnel-server/start.ts';
import { publicRequest, quick } from './rig.ts';

let server: LocaltunnelServer;
beforeAll(async () => {
  server = await startLocaltunnelServer();
});
afterAll(async () => {
  await server.kill();
  await removeBundle();
});

function throwBug(error: unknown): never {
  throw error;
}

it('the real capture listener gets every request once and whole, and no check', async () => {
  const name = 'captured-here';
  const arrived: Arrival[] = [];
  const listener = createCaptureListener({
    receive: async (arrival) => {
      arrived.push(arrival);
      return defaultReply;
    },
    intercept: (...request) => tunnel.answerProbe(...request),
    onBug: throwBug,
  });
  const bound = await listener.listen(0);
  if (!bound.ok) throw new Error(bound.failure.code);
  const up = Promise.withResolvers<void>();
  let checks = 0;
  const tunnel = createTunnel({
    localPort: () => listener.port,
    settings: () => ({ ...defaultSettings.tunnel, host: server.url, name }),
    saveName: async () => ok(),
    changed({ state, lastProbe }) {
      if (state === 'up') up.resolve();
      if (lastProbe?.ok) checks++;
    },
    onBug: throwBug,
    timing: { ...quick, probeIntervalMs: 20 },
    route: async (host, port) => ({
      addresses: [{ address: '127.0.0.1', family: 4 }],
      port: host.endsWith(TUNNEL_DOMAIN) ? server.port : port,
    }),
  });
  onTestFinished(async () => {
    await tunnel.close();
    await listener.close();
  });
  expect(await tunnel.start()).toEqual({ ok: true });
  await up.promise;

  const bodies = Array.from({ length: 40 }, () => randomBytes(20_000));
  const replies = await Promise.all(
    bodies.map((body, i) => publicRequest(server.port, name, { path: `/hook/${i}`, body })),
  );
  expect(replies.map(({ status }) => status)).toEqual(Array(40).fill(200));
  await expect.poll(() => checks).toBeGreaterThan(3);
  expect(arrived).toHaveLength(40);
  for (const [i, body] of bodies.entries()) {
    const found = arrived.find(({ target }) => target === `/hook/${i}`);
    expect(found).toMatchObject({ kind: 'request', completeness: 'complete' });
    expect(found !== undefined && sameBytes(found.body, body)).toBe(true);
  }

  // What somebody saw of a check does not hide a request of theirs.
  await publicRequest(server.port, name, { headers: ['Hookproof-Probe', '00112233445566778899aabbccddeeff'] });
  expect(arrived).toHaveLength(41);
});
