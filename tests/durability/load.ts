import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A request with an id of its own in its bytes, and what became of it. */
export interface Sent {
  readonly id: string;
  readonly kind: Kind;
  readonly raw: Buffer;
  readonly body: Buffer;
  /** null: the connection ended before the whole reply was there. */
  status: number | null;
}

export type Kind = 'small' | 'large' | 'chunked' | 'malformed';

/** Of many: mostly what webhooks look like. */
const KINDS: readonly Kind[] = ['small', 'small', 'small', 'chunked', 'small', 'small', 'large', 'small', 'chunked'];
const MALFORMED_EVERY = 40;

export function kindOf(number: number): Kind {
  return number % MALFORMED_EVERY === MALFORMED_EVERY - 1 ? 'malformed' : (KINDS[number % KINDS.length] ?? 'small');
}

/** Every byte follows from id and kind, and no two requests are alike. */
export function newRequest(id: string, kind: Kind): Sent {
  const body = kind === 'malformed' ? Buffer.alloc(0) : contentOf(id, kind === 'large' ? 65_536 : 1024);
  return { id, kind, body, raw: rawOf(id, kind, body), status: null };
}

function contentOf(id: string, bytes: number): Buffer {
  const content = Buffer.alloc(bytes, createHash('sha512').update(id).digest());
  content.write(`<${id}>`);
  return content;
}

function rawOf(id: string, kind: Kind, body: Buffer): Buffer {
  const head = `POST /hooks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\n`;
  switch (kind) {
    case 'malformed':
      // A space before the colon (RFC 9112, section 5.1).
      return Buffer.from(`${head}X-Id : <${id}>\r\n\r\n`);
    case 'chunked': {
      const parts = [body.subarray(0, 100), body.subarray(100, 700), body.subarray(700)];
      const chunks = parts.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, '\r\n']);
      const all = [`${head}Transfer-Encoding: chunked\r\n\r\n`, ...chunks, '0\r\n\r\n'];
      return Buffer.concat(all.map((part) => Buffer.from(part)));
    }
    default:
      return Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n`), body]);
  }
}

/** The id in a stored request's bytes; null: none. */
export function idIn(raw: Uint8Array): string | null {
  return /<([a-z0-9-]{1,40})>/.exec(Buffer.from(raw).toString('latin1'))?.[1] ?? null;
}

/** Requests under way. */
export interface Load {
  /** Resolves when so many more replies had this status; rejects when nobody listens any more. */
  replies(count: number, status: number): Promise<void>;
  /** Ends it with the replies to what is under way. Gives everything sent, answered or not. */
  stop(): Promise<readonly Sent[]>;
  /** As `stop`, when nobody listens any more. */
  readonly ended: Promise<readonly Sent[]>;
}

export interface LoadOptions {
  readonly port: number;
  /** Keep-alive connections that send at once, each its next request after the reply to the last. */
  readonly connections: number;
  /** Of this load's ids. */
  readonly prefix: string;
}

interface Awaited {
  readonly status: number;
  left: number;
  readonly settle: (error?: Error) => void;
}

/** Sends until it is stopped or nobody listens. */
export function startLoad(options: LoadOptions): Load {
  const sent: Sent[] = [];
  const awaited = new Set<Awaited>();
  let isStopped = false;

  function answered({ status }: Sent): void {
    for (const one of awaited) {
      if (one.status !== status) continue;
      one.left -= 1;
      if (one.left <= 0) one.settle();
    }
  }

  async function sendInTurn(): Promise<void> {
    while (!isStopped) {
      const socket = await opened(options.port);
      if (socket === null) return;
      const replies = repliesOn(socket);
      for (let isOpen = true; isOpen && !isStopped; ) {
        const request = newRequest(`${options.prefix}-${sent.length}`, kindOf(sent.length));
        sent.push(request);
        socket.write(request.raw);
        request.status = await replies.next();
        if (request.status !== null) answered(request);
        isOpen = request.status !== null && request.kind !== 'malformed';
      }
      socket.destroy();
    }
  }

  const ended = Promise.all(Array.from({ length: options.connections }, sendInTurn)).then(() => {
    for (const { settle } of awaited) settle(new Error('nobody listens any more'));
    return sent;
  });
  return {
    replies(count, status) {
      return new Promise((resolve, reject) => {
        const one: Awaited = {
          status,
          left: count,
          settle(error) {
            awaited.delete(one);
            if (error === undefined) resolve();
            else reject(error);
          },
        };
        awaited.add(one);
      });
    },
    stop() {
      isStopped = true;
      return ended;
    },
    ended,
  };
}

/** One request on a connection of its own. */
export async function sendOne(port: number, request: Sent): Promise<Sent> {
  const socket = await opened(port);
  if (socket === null) throw new Error(`nobody listens on port ${port}`);
  const replies = repliesOn(socket);
  socket.write(request.raw);
  request.status = await replies.next();
  socket.destroy();
  return request;
}

/** null: nobody listens, or not any more. */
async function opened(port: number): Promise<Socket | null> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    // Refused or reset: the process is gone, which is what a load waits for.
    return null;
  }
}

/** The statuses of the replies on a connection, in order; null when it has ended. Every reply has a Content-Length. */
function repliesOn(socket: Socket): { next(): Promise<number | null> } {
  let unread = Buffer.alloc(0);
  let isGone = false;
  let wake = (): void => undefined;
  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    wake();
  });
  const gone = (): void => {
    isGone = true;
    wake();
  };
  // A reset is an end like any: the process was killed.
  socket.on('error', gone);
  socket.on('close', gone);
  function take(): number | null {
    const end = unread.indexOf('\r\n\r\n');
    if (end === -1) return null;
    const head = unread.subarray(0, end).toString('latin1');
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? Number.NaN);
    const total = end + 4 + length;
    if (Number.isNaN(length)) throw new Error(`a reply without a length: ${head}`);
    if (unread.length < total) return null;
    unread = unread.subarray(total);
    return Number(head.slice(9, 12));
  }
  return {
    async next() {
      for (;;) {
        const status = take();
        if (status !== null || isGone) return status;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
