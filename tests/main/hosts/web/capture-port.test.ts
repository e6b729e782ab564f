import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { serveWeb } from '../../../../src/main/hosts/web/server.ts';
import { buildBridgePage } from '../../../support/bridge-page/build.ts';
import { captureUrl, startEngine } from '../../../support/engine.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** A tunnel leads to the capture port and nowhere else, and there the app's own addresses are anybody's. */
it('what asks the capture port for the app is captured like everything else, and never answered by the app', async () => {
  let controlPort = 0;
  const engine = await startEngine(await tempDir(), { controlPorts: () => [controlPort] });
  const served = await serveWeb({ engine, rendererDir: await buildBridgePage(), port: 0, log: engine.log });
  if (!served.ok) throw new Error(served.failure.code);
  onTestFinished(served.value.close);
  controlPort = served.value.port;
  const token = new URL(served.value.url).hash.slice('#token='.length);
  const capturePort = Number(new URL(await captureUrl(engine)).port);
  expect(capturePort).not.toBe(controlPort);

  const own = `127.0.0.1:${controlPort}`;
  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Sec-WebSocket-Protocol: hookproof, ${token}`,
    `Origin: http://${own}`,
  ];
  const asked: readonly (readonly [method: string, target: string, host: string, more?: readonly string[]])[] = [
    ['GET', '/', own],
    ['GET', '/', 'the-name.loca.lt'],
    ['GET', '/page.js', own],
    ['GET', '/bridge', own, upgrade],
    ['GET', '/bridge', 'the-name.loca.lt', upgrade],
    ['POST', '/bridge', 'the-name.loca.lt'],
    ['GET', `http://${own}/`, own],
  ];
  for (const [method, target, host, more = []] of asked) {
    const socket = connect(capturePort, '127.0.0.1');
    const lines = [
      `${method} ${target} HTTP/1.1`,
      `Host: ${host}`,
      ...more,
      ...(more.length > 0 ? [] : ['Connection: close']),
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    // A reply to an upgrade leaves the connection open; its end is ours.
    if (more.length > 0) socket.end();
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).not.toMatch(/<title>|bridge ready|Sec-WebSocket-Accept|Content-Security-Policy/i);
  }
  const { rows } = await engine.handlers['captures.list']({ filter: {}, before: null, limit: 100 });
  expect(rows.map(({ kind, method, target }) => [kind, method, target]).reverse()).toEqual(
    asked.map(([method, target]) => ['request', method, target]),
  );
});
