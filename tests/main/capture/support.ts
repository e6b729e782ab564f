import { once } from 'node:events';
import net from 'node:net';
import { latin1Text } from '../../../src/core/bytes.ts';
import type { EndpointReply } from '../../../src/core/endpoint.ts';
import type { CaptureLimits } from '../../../src/main/capture/limits.ts';
import {
  type CaptureListener,
  type CaptureListenerOptions,
  createCaptureListener,
} from '../../../src/main/capture/listener.ts';
import type { Arrival } from '../../../src/main/inbox.ts';

export interface Received {
  readonly arrival: Arrival;
  readonly fixed: EndpointReply | 'unsent' | null;
}

export interface Harness {
  readonly listener: CaptureListener;
  readonly port: number;
  readonly received: Received[];
  /** What `onBug` was told. Empty at the end of every test that does not provoke one. */
  readonly bugs: unknown[];
  /** Every sender that was connected, in order. */
  readonly senders: readonly Sender[];
  connect(): Sender;
  /** The captures of one sender, in order. */
  of(sender: Sender): Received[];
  /** Resolves when the server's side of every connection is closed, which the sender cannot see. */
  idle(): Promise<void>;
}

export const okReply: EndpointReply = {
  status: 200,
  headers: [
    ['x-MiXed', '1'],
    ['X-mixed', '2'],
    ['content-TYPE', 'text/plain'],
  ],
  body: Buffer.from('captured'),
};

/** Small enough for quick tests, in the proportions of the real ones. */
const testLimits: Partial<CaptureLimits> = { bodyBytes: 64 * 1024, settleMs: 20, lingerIdleMs: 200 };

export async function startListener(
  options: Partial<CaptureListenerOptions> & { limits?: Partial<CaptureLimits> } = {},
): Promise<Harness> {
  const received: Received[] = [];
  const senders: Sender[] = [];
  const bugs: unknown[] = [];
  const { receive = async (_arrival, fixed) => (fixed === null || fixed === 'unsent' ? okReply : fixed), ...rest } =
    options;
  const listener = createCaptureListener({
    onBug: (error) => bugs.push(error),
    ...rest,
    limits: { ...testLimits, ...options.limits },
    async receive(arrival, fixed) {
      received.push({ arrival, fixed });
      return receive(arrival, fixed);
    },
  });
  const bound = await listener.listen(0);
  if (!bound.ok) throw new Error(JSON.stringify(bound.failure));
  const { port } = bound.value;
  return {
    listener,
    port,
    received,
    bugs,
    senders,
    connect() {
      const sender = new Sender(port, received.length);
      senders.push(sender);
      return sender;
    },
    of(sender) {
      // The system gives a port again soon: only what came after this sender was there, and before the next of its port, is its.
      const next = senders.slice(senders.indexOf(sender) + 1).find(({ localPort }) => localPort === sender.localPort);
      return received.slice(sender.since, next?.since).filter(({ arrival }) => arrival.peer.port === sender.localPort);
    },
    async idle() {
      while (listener.counters.openConnections > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    },
  };
}

/** A raw socket towards the listener. */
export class Sender {
  readonly socket: net.Socket;
  readonly #connected: Promise<unknown>;
  readonly closed: Promise<void>;
  #got = '';
  #sent = '';
  #port = 0;
  /** The socket's error code, when it had one. */
  error: string | null = null;

  /** How many captures there were before it. */
  readonly since: number;

  constructor(port: number, since: number) {
    this.since = since;
    // The suite decides when the sender's side is closed.
    this.socket = net.connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    this.#connected = once(this.socket, 'connect').then(() => {
      this.#port = this.socket.localPort ?? 0;
    });
    this.closed = new Promise((resolve) => this.socket.on('close', () => resolve()));
    this.socket.on('error', (error: NodeJS.ErrnoException) => {
      this.error = error.code ?? error.message;
    });
    this.socket.on('data', (chunk) => {
      this.#got += chunk.toString('latin1');
    });
    this.socket.on('end', () => this.socket.end());
  }

  get localPort(): number {
    return this.#port;
  }

  /** Everything the listener wrote so far, one byte a character. */
  get got(): string {
    return this.#got;
  }

  /** Everything written so far, one byte a character. */
  get sent(): string {
    return this.#sent;
  }

  /** Status codes of all replies, interim ones included. */
  get statuses(): number[] {
    return [...this.#got.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
  }

  /** Writes each part in a turn of the event loop of its own, so that it arrives as a segment of its own. */
  async send(...parts: (string | Uint8Array)[]): Promise<void> {
    await this.#connected;
    for (const part of parts) {
      if (this.socket.destroyed) return;
      this.write(part);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** false: it is to wait for `drain`, as with the socket's own. */
  write(part: string | Uint8Array): boolean {
    this.#sent += typeof part === 'string' ? part : latin1Text(part);
    return this.socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
  }

  /** Closes the sender's side in an orderly way. */
  async finish(): Promise<void> {
    await this.#connected;
    this.socket.end();
  }

  async reset(): Promise<void> {
    await this.#connected;
    this.socket.resetAndDestroy();
  }

  /** Resolves when that many replies have begun, or the connection is closed. */
  async replied(count: number): Promise<void> {
    await this.shows(() => this.statuses.length >= count);
  }

  /** Resolves when `condition` holds, looked at whenever something arrives, or the connection is closed. */
  shows(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition() && !this.socket.destroyed) return;
        this.socket.off('data', look);
        this.socket.off('close', look);
        resolve();
      };
      this.socket.on('data', look);
      this.socket.on('close', look);
      look();
    });
  }
}

export function rawText(received: readonly Received[]): string {
  return received.map(({ arrival }) => latin1Text(arrival.raw)).join('');
}

export function bodyText(received: Received | undefined): string {
  return received === undefined ? '(no capture)' : latin1Text(received.arrival.body);
}

/** How much of `sent` the captures account for, in order; line breaks between requests belong to none. Throws where one is not. */
export function accountedFor(sent: string, received: readonly Received[]): number {
  let at = 0;
  for (const { arrival } of received) {
    const raw = latin1Text(arrival.raw);
    while (!sent.startsWith(raw, at) && (sent[at] === '\r' || sent[at] === '\n')) at++;
    if (!sent.startsWith(raw, at)) throw new Error(`captured ${JSON.stringify(raw)} is not at ${at}`);
    at += raw.length;
  }
  return at;
}
