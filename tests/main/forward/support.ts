import { createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { latin1Bytes, latin1Text } from '../../../src/core/bytes.ts';
import type { Endpoint } from '../../../src/core/endpoint.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../../src/core/endpoint.ts';
import {
  defaultReplySettings,
  type ForwardSettings,
  type ForwardTarget,
} from '../../../src/core/reply/reply-settings.ts';
import type { Engine } from '../../../src/main/engine.ts';
import { unwrap } from '../../support/engine.ts';

/** A target that is a socket: what it gets and gives is known byte for byte. */
export interface RawTarget {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Each request as it came, a byte a character. */
  readonly requests: readonly string[];
  /** Bodies alone. */
  readonly bodies: readonly string[];
  /** The reply from now on; null: none at all. */
  reply: string | null;
  /** Resolves when so many requests have come in whole. */
  got(count: number): Promise<void>;
  stop(): Promise<void>;
}

export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

export function status(code: number): string {
  return `HTTP/1.1 ${code} X\r\nContent-Length: 0\r\n\r\n`;
}

/** `port` 0: any free one. */
export async function startRawTarget(port = 0, reply: string | null = OK): Promise<RawTarget> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const waiting: { count: number; resolve: () => void }[] = [];
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let got = '';
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      got += latin1Text(chunk);
      const head = got.indexOf('\r\n\r\n');
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(got.slice(0, head + 2))?.[1] ?? 0);
      if (head === -1 || got.length < head + 4 + length) return;
      requests.push(got);
      if (target.reply !== null) socket.end(latin1Bytes(target.reply));
      for (const one of waiting) if (requests.length >= one.count) one.resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  const target: RawTarget = {
    port: address.port,
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    get bodies() {
      return requests.map((one) => one.slice(one.indexOf('\r\n\r\n') + 4));
    },
    reply,
    got: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  onTestFinished(() => target.stop());
  return target;
}

export function forwardTarget(url: string, parts: Partial<ForwardTarget> = {}): ForwardTarget {
  return { id: 't1', url, eventTypes: [], isDefault: false, ...parts };
}

export function forwardSettings(
  targets: readonly ForwardTarget[],
  parts: Partial<ForwardSettings> = {},
): ForwardSettings {
  return {
    targets,
    timeoutMs: 5000,
    fallback: { status: 202, headers: [['X-Fallback', 'yes']], body: latin1Bytes('kept') },
    queue: true,
    queueServerErrors: false,
    ...parts,
  };
}

/** Lets an endpoint of the engine forward. */
export async function setForward(
  engine: Engine,
  forward: ForwardSettings | null,
  id = CATCH_ALL_ENDPOINT_ID,
): Promise<Endpoint> {
  return unwrap(await engine.handlers['endpoints.update']({ id, replying: { ...defaultReplySettings, forward } }));
}

/** Sends bytes as they are and gives the whole reply, a byte a character. The request has to say `Connection: close`. */
export async function sendRaw(url: string, request: string): Promise<string> {
  const { connect } = await import('node:net');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), allowHalfOpen: true });
    let got = '';
    socket.on('data', (chunk) => {
      got += latin1Text(chunk);
    });
    socket.on('end', () => {
      socket.end();
      resolve(got);
    });
    socket.on('error', reject);
    socket.write(latin1Bytes(request));
  });
}
