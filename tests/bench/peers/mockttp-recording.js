import { fork } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getAdminServer, getLocal, getRemote } from 'mockttp';

/**
 * `node mockttp-recording.js local`: it records in its own process, which is its default. `remote`: a client in another process
 * subscribes to every request over its admin server, as HTTP Toolkit's screen does.
 */
const [mode, adminPort] = process.argv.slice(2);

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function reply(server) {
  await server.forAnyRequest().thenReply(200, 'ok\n');
  process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);
}

if (mode === 'local') {
  const server = getLocal();
  await server.start();
  await reply(server);
} else if (mode === 'remote') {
  const admin = getAdminServer();
  // It does not say which port it got.
  const port = await freePort();
  await admin.start(port);
  const client = fork(fileURLToPath(import.meta.url), ['client', String(port)]);
  process.once('SIGTERM', () => {
    client.kill();
    process.exit(0);
  });
} else {
  const server = getRemote({ adminServerUrl: `http://127.0.0.1:${adminPort}` });
  await server.start();
  await server.on('request', () => undefined);
  await reply(server);
  process.once('disconnect', () => process.exit(0));
}
