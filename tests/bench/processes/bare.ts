import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { announcePort } from './announce-port.ts';

/** `node bare.ts [tee]`: what Node's HTTP server can do. `tee`: it also keeps every byte of a request, as a capture has to. */
const taken = new Map<Socket, Buffer[]>();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    Buffer.concat(chunks);
    const raw = taken.get(request.socket);
    if (raw !== undefined) Buffer.concat(raw.splice(0));
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end('ok\n');
  });
});
if (process.argv[2] === 'tee') {
  server.on('connection', (socket) => {
    const bytes: Buffer[] = [];
    taken.set(socket, bytes);
    socket.prependListener('data', (chunk: Buffer) => bytes.push(chunk));
    socket.on('close', () => taken.delete(socket));
  });
}
announcePort(server);
