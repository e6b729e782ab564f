import type { Server } from 'node:net';

/** Listens on a free port of 127.0.0.1 and says which as a line of JSON, as `startServer` waits for it. */
export function announcePort(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
  });
}
