import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { MAX_FRAME_BYTES, WIRE_PATH, WIRE_PROTOCOL } from '../../../core/wire.ts';
import type { Engine } from '../../engine.ts';
import { listRendererFiles } from '../renderer-files.ts';
import { securityHeaders } from '../response-headers.ts';
import { serveConnection } from './connection.ts';
import { refuse } from './guard.ts';
import { createTokenCheck, newToken } from './token.ts';

/** What the server needs of the engine. */
export type ServedEngine = Pick<Engine, 'handlers' | 'on'>;

export interface WebHostOptions {
  readonly engine: ServedEngine;
  /** The built renderer, `out/renderer`. */
  readonly rendererDir: string;
  /** On 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  readonly log: Logger;
  /** A new one unless given: a host that restarts itself keeps its pages by keeping its token. */
  readonly token?: string;
}

export interface WebHost {
  /** With the token in its fragment, which browsers neither send nor log: `http://127.0.0.1:8788/#token=…`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** The same renderer and contract as the desktop window, over HTTP and a WebSocket on 127.0.0.1. */
export async function serveWeb(options: WebHostOptions): Promise<Result<WebHost, Failure>> {
  const { engine, log } = options;
  const files = await listRendererFiles(options.rendererDir);
  const token = options.token ?? newToken();
  const tokenCheck = createTokenCheck(token);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    // Never the token, which is offered beside it.
    handleProtocols: () => WIRE_PROTOCOL,
  });
  // Without the check of the HTTP parser, a request without `Host` reaches the guard and gets the guard's answer.
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    void respond(request, response).catch((error) => {
      log.error({ err: error }, 'a file of the renderer was not served');
      response.destroy();
    });
  });
  const port = (): number => portOf(server.address());

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refuse(request, port());
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const file = files.get(path);
    if (refusal !== undefined || file === undefined) {
      const { status, message } = refusal ?? { status: 404, message: 'There is no such file.' };
      response.writeHead(status, {
        ...securityHeaders(),
        'Content-Type': 'text/plain; charset=utf-8',
        Connection: 'close',
      });
      response.end(request.method === 'HEAD' ? undefined : `${message}\n`);
      return;
    }
    // 'self' covers the page's own WebSocket in Chromium, not yet in every browser. The guard has checked `Host`.
    const headers = securityHeaders([`ws://${request.headers.host}`]);
    response.writeHead(200, { ...headers, 'Content-Type': file.contentType });
    if (request.method === 'HEAD') response.end();
    else await pipeline(createReadStream(file.path), response);
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const refusal = refuse(request, port());
    if (refusal !== undefined) return reject(socket, refusal.status, refusal.message);
    // Every browser names the page that opens a WebSocket; whoever does not is not our page.
    if (request.headers.origin === undefined) return reject(socket, 403, 'A WebSocket has to name its Origin.');
    if (request.url !== WIRE_PATH) return reject(socket, 404, 'There is no such WebSocket.');
    const [protocol, candidate] = (request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((part) => part.trim());
    if (protocol !== WIRE_PROTOCOL || !(await tokenCheck.matches(candidate))) {
      return reject(socket, 401, 'Open the URL that Hookproof printed when it started.');
    }
    sockets.handleUpgrade(request, socket, head, (connection) => serveConnection(connection, engine, log));
  }

  server.on('upgrade', (request, socket, head) => {
    // A peer that resets during the handshake; there is nobody left to answer.
    socket.on('error', () => socket.destroy());
    void upgrade(request, socket, head).catch((error) => {
      log.error({ err: error }, 'a WebSocket was not opened');
      socket.destroy();
    });
  });

  const listening = await listen(server, options.port);
  if (!listening.ok) return listening;
  return ok({
    url: `http://127.0.0.1:${port()}/#token=${token}`,
    port: port(),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const connection of sockets.clients) connection.close(1001, 'Hookproof ended');
      server.closeAllConnections();
      await closed;
      for (const connection of sockets.clients) connection.terminate();
    },
  });
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<Result<void, Failure>> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(fail({ code: 'port-in-use', port }));
      else if (error.code === 'EACCES') resolve(fail({ code: 'port-forbidden', port, detail: error.message }));
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => resolve(ok()));
  });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the web host is not listening on a port');
  return address.port;
}

function reject(socket: Duplex, status: number, message: string): void {
  const headers = { ...securityHeaders(), 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${message}\n`);
}
