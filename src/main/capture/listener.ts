import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import type { CaptureVia } from '../../core/capture.ts';
import type { EndpointReply } from '../../core/endpoint.ts';
import type { Failure } from '../../core/failure.ts';
import type { HeaderList } from '../../core/http/headers.ts';
import { type ListenerCounters, noListenerCounters } from '../../core/listener.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Arrival } from '../inbox.ts';
import type { GivenReply } from '../reply/given-reply.ts';
import { Connection } from './connection.ts';
import { type CaptureLimits, defaultCaptureLimits, InFlight } from './limits.ts';
import { bugReply } from './reply-writer.ts';
import { Senders } from './senders.ts';
import type { Shared } from './shared.ts';
import { type StartTimer, startTimer } from './timed-reply.ts';

export interface CaptureListenerOptions {
  /**
   * Stores a request and resolves with the reply to write. `fixed`: the reply that the listener has to give (413, 400, …)
   * unless the request could not be stored; `unsent`: nobody is there to answer; null: the reply is free to choose.
   * `arrival.raw` is all of its buffer and nobody else's, and `arrival.body` a view into it or a buffer of its own.
   */
  readonly receive: (arrival: Arrival, fixed: EndpointReply | 'unsent' | null) => Promise<GivenReply>;
  /** Answers a request that is not the user's (the tunnel's own probe), so that it is not captured. */
  readonly intercept?: (method: string, target: string, headers: HeaderList) => EndpointReply | null;
  /** How a request came, from its headers; none are known of a malformed one. */
  readonly viaOf?: (headers: HeaderList) => CaptureVia;
  /** Who sent a request, for what one sender may have under way; null: nobody knows. */
  readonly senderOf?: (headers: HeaderList) => string | null;
  readonly limits?: Partial<CaptureLimits>;
  /** Told of the counters when one has changed, at most once each `limits.checkMs`. */
  readonly counted?: (counters: ListenerCounters) => void;
  readonly onBug: (error: unknown) => void;
  /** Wall clock in ms since the epoch, and a clock for durations. */
  readonly now?: () => number;
  readonly monotonicMs?: () => number;
  /** For delayed replies. */
  readonly startTimer?: StartTimer;
}

/** The HTTP server on 127.0.0.1 that captures every request, the malformed ones included, byte for byte. */
export interface CaptureListener {
  /** Binds a port, 0 for any free one. Failures: `port-in-use`, `port-forbidden`. */
  listen(port: number): Promise<Result<{ port: number }, Failure>>;
  /** The bound port, or null. */
  readonly port: number | null;
  readonly counters: ListenerCounters;
  /** For requests from now on; those that are fixed stay. */
  setLimits(limits: Partial<CaptureLimits>): void;
  /** Unbinds, lets due replies go out, and resolves when everything read is stored. May `listen` again after. */
  close(): Promise<void>;
}

export function createCaptureListener(options: CaptureListenerOptions): CaptureListener {
  const { onBug } = options;
  const monotonicMs = options.monotonicMs ?? (() => performance.now());
  const connections = new Map<Duplex, Connection>();
  const refused = { ...noListenerCounters.refused };
  let accepted = 0;
  let dropped = 0;
  let captures = 0;
  let storing = 0;
  let lastConnectionGone = (): void => undefined;
  let lastStored = (): void => undefined;

  async function receive(arrival: Arrival, fixed: EndpointReply | 'unsent' | null): Promise<GivenReply> {
    storing++;
    try {
      const reply = await options.receive(arrival, fixed);
      if (reply.isUnstored) refused.storage++;
      else captures++;
      return reply;
    } catch (error) {
      onBug(error);
      refused.storage++;
      return bugReply;
    } finally {
      storing--;
      if (storing === 0) lastStored();
    }
  }

  const shared: Shared = {
    limits: { ...defaultCaptureLimits, ...options.limits },
    inFlight: new InFlight(),
    senders: new Senders(),
    refused,
    now: options.now ?? Date.now,
    monotonicMs,
    receive,
    startTimer: options.startTimer ?? startTimer,
    intercept: options.intercept ?? (() => null),
    viaOf: options.viaOf ?? (() => 'local'),
    senderOf: options.senderOf ?? (() => null),
    onBug,
  };

  /**
   * Before the last place is taken: nobody may keep all of them by saying nothing. A tunnel's idle connections are as quiet, and are
   * made anew.
   */
  function makeRoom(): void {
    let longest: { readonly connection: Connection; readonly sinceMs: number } | null = null;
    for (const connection of connections.values()) {
      const sinceMs = connection.idleSinceMs;
      if (sinceMs !== null && (longest === null || sinceMs < longest.sinceMs)) longest = { connection, sinceMs };
    }
    if (longest === null || monotonicMs() - longest.sinceMs < shared.limits.headMs) return;
    dropped++;
    longest.connection.end();
  }

  const server = strictServer(shared.limits);
  server.on('connection', (socket: Socket) => {
    accepted++;
    connections.set(socket, new Connection(socket, shared));
    if (connections.size >= shared.limits.connections) makeRoom();
    socket.on('close', () => {
      connections.delete(socket);
      if (connections.size === 0) lastConnectionGone();
    });
  });
  server.on('request', (request, response) => {
    connections.get(request.socket)?.request(request, response, 'nothing');
  });
  server.on('checkContinue', (request, response) => {
    connections.get(request.socket)?.request(request, response, 'continue');
  });
  server.on('checkExpectation', (request, response) => {
    connections.get(request.socket)?.request(request, response, 'unknown');
  });
  server.on('connect', (_request, socket) => connections.get(socket)?.connect());
  server.on('clientError', (error, socket) => connections.get(socket)?.failed(error));
  server.on('drop', () => {
    dropped++;
  });

  const counters = (): ListenerCounters => ({
    connections: accepted,
    openConnections: connections.size,
    droppedConnections: dropped,
    captures,
    inFlightBytes: shared.inFlight.bytes,
    refused: { ...refused },
  });
  let told = noListenerCounters;
  function tellCounters(): void {
    const current = counters();
    if (isDeepStrictEqual(current, told)) return;
    told = current;
    options.counted?.(current);
  }

  let checking: NodeJS.Timeout | undefined;

  return {
    listen(port) {
      return new Promise((resolve) => {
        function failed(error: NodeJS.ErrnoException): void {
          server.off('listening', listening);
          const inUse = error.code === 'EADDRINUSE';
          resolve(
            fail(inUse ? { code: 'port-in-use', port } : { code: 'port-forbidden', port, detail: error.message }),
          );
        }
        function listening(): void {
          server.off('error', failed);
          checking = setInterval(() => {
            const nowMs = monotonicMs();
            for (const connection of connections.values()) connection.checkDeadlines(nowMs);
            tellCounters();
          }, shared.limits.checkMs);
          resolve(ok({ port: portOf(server) ?? port }));
        }
        server.once('error', failed);
        server.once('listening', listening);
        server.listen({ port, host: '127.0.0.1', backlog: BACKLOG });
      });
    },
    get port() {
      return portOf(server);
    },
    get counters() {
      return counters();
    },
    setLimits(limits) {
      shared.limits = { ...shared.limits, ...limits };
    },
    async close() {
      clearInterval(checking);
      // The server counts a connection as gone before the socket says so, and only then what was read of it is captured.
      const gone = new Promise<void>((resolve) => {
        if (connections.size === 0) resolve();
        else lastConnectionGone = resolve;
      });
      const closed = new Promise((resolve) => server.close(resolve));
      for (const connection of connections.values()) connection.shutDown();
      const tooLate = setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy();
      }, shared.limits.closeMs);
      await Promise.all([closed, gone]);
      clearTimeout(tooLate);
      if (storing > 0) {
        await new Promise<void>((resolve) => {
          lastStored = resolve;
        });
      }
      tellCounters();
    },
  };
}

/**
 * Connections that may wait to be accepted; the system takes its own maximum where that is less. With Node's 511, of 2,000 senders
 * at once 488 believed that they were connected and were not: the system tries again after 1 s, 3 s, 7 s, ….
 */
const BACKLOG = 4096;

/**
 * Node's server with nothing hidden and nothing lenient: a request without Host passes (it is to be seen), no header is
 * dropped by count, and no connection is ended for being idle, because tunnel clients hold open connections in advance and
 * would deliver the 408 to the next webhook. The timeouts are ours, from the first byte of a request.
 */
function strictServer(limits: CaptureLimits): Server {
  const server = createServer({
    insecureHTTPParser: false,
    requireHostHeader: false,
    maxHeaderSize: limits.headBytes,
    headersTimeout: 0,
    requestTimeout: 0,
    keepAliveTimeout: 0,
  });
  server.maxHeadersCount = 0;
  server.maxConnections = limits.connections;
  // Not in the types: whether a sender that half-closes after its request still gets the reply. It is read at that moment.
  Object.assign(server, { httpAllowHalfOpen: true });
  return server;
}

function portOf(server: Server): number | null {
  const address = server.address();
  return address === null || typeof address === 'string' ? null : address.port;
}
