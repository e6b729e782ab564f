import { connect, type Socket } from 'node:net';
import type { Address } from '../../net/exchange.ts';
import { lookedUp } from '../../net/resolve.ts';
import { localDownReply } from '../local-down.ts';
import { createTrackers } from './message-tracker.ts';

/** How one connection of the pool ended. */
export type SlotEnd =
  /** It carried at least one request that got a reply. */
  | 'used'
  /** It ended before it was of use. */
  | 'idle'
  /** It could not be connected. */
  | 'unconnected';

export interface SlotOptions {
  readonly addresses: readonly Address[];
  readonly port: number;
  readonly connectTimeoutMs: number;
  /** Port of the capture listener now; null when it is not listening. */
  readonly localPort: () => number | null;
  readonly connected: () => void;
  /** A request got a reply of the listener's. */
  readonly served: () => void;
  /** Called exactly once, when both sockets are gone. */
  readonly ended: (end: SlotEnd, detail: string) => void;
}

export interface Slot {
  readonly isConnected: boolean;
  destroy(): void;
}

/** A dead network is noticed after this and ten more seconds: the pool's connections are idle most of their life. */
const KEEP_ALIVE_MS = 15_000;

/** After we ended our side, a server has this long to end its own. */
const LINGER_MS = 5_000;

/**
 * One connection to the tunnel server, which carries one request after the other. Bytes pass both ways unread.
 *
 * The listener is dialled at the first byte of a request and not before, or it would close a connection that idles too
 * long and the server would hand its leftovers to the next sender (localtunnel#563). When the listener closes its
 * connection between two requests, this one stays: the server may have chosen it for the next request already, and when
 * it ends then, that sender waits for ever. When the listener fails before it began to answer, the sender gets a 502 at
 * once, and nothing of the request is delivered later.
 */
export function openSlot(options: SlotOptions): Slot {
  const remote = connect({
    // Any name: the addresses are known.
    host: 'tunnel.invalid',
    port: options.port,
    lookup: lookedUp(options.addresses),
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
  });
  const { requests, responses } = createTrackers();
  let local: Socket | null = null;
  let isConnected = false;
  let isUsed = false;
  let isOver = false;
  let detail = '';
  let linger: NodeJS.Timeout | undefined;
  const connecting = setTimeout(() => {
    detail = 'no answer';
    remote.destroy();
  }, options.connectTimeoutMs);

  function endIfGone(): void {
    if (isOver || !remote.closed || (local !== null && !local.closed)) return;
    isOver = true;
    clearTimeout(connecting);
    clearTimeout(linger);
    options.ended(isUsed ? 'used' : isConnected ? 'idle' : 'unconnected', detail);
  }

  /** Lets what was written go out, then ends; what still comes in is read and dropped, so that the reply is not reset. */
  function endRemote(): void {
    remote.resume();
    remote.end();
    linger ??= setTimeout(() => remote.destroy(), LINGER_MS);
  }

  /** The listener closed its connection, or never took it. */
  function localGone(isBroken: boolean): void {
    local = null;
    if (remote.destroyed || remote.writableEnded) return;
    const isBetweenRequests = requests.begun === responses.completed && requests.completed === requests.begun;
    if (isBetweenRequests) {
      remote.resume();
    } else if (requests.begun > responses.begun) {
      isUsed = true;
      remote.write(localDownReply);
      endRemote();
    } else if (isBroken) {
      // A reply that broke off must not look like a whole one, which a clean end would make of it.
      remote.resetAndDestroy();
    } else {
      endRemote();
    }
  }

  function dialLocal(first: Uint8Array): void {
    const port = options.localPort();
    if (port === null) {
      localGone(true);
      return;
    }
    const socket = connect({ host: '127.0.0.1', port });
    let isBroken = false;
    local = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      const before = responses.begun;
      responses.push(chunk);
      if (responses.begun === before) return;
      isUsed = true;
      options.served();
    });
    socket.on('error', () => {
      isBroken = true;
      socket.destroy();
    });
    socket.on('close', () => {
      remote.unpipe(socket);
      localGone(isBroken);
      endIfGone();
    });
    socket.pipe(remote, { end: false });
    // The pipe begins with the next chunk.
    socket.write(first);
    remote.pipe(socket, { end: false });
  }

  remote.setNoDelay(true);
  remote.on('connect', () => {
    clearTimeout(connecting);
    isConnected = true;
    options.connected();
  });
  remote.on('data', (chunk: Uint8Array) => {
    // After our side was ended, the rest of a request that was answered with 502 still comes in.
    if (remote.writableEnded) return;
    requests.push(chunk);
    if (local === null) dialLocal(chunk);
  });
  remote.on('error', (error: Error & { code?: string }) => {
    detail = error.code ?? error.message;
    remote.destroy();
  });
  remote.on('close', () => {
    local?.destroy();
    endIfGone();
  });

  return {
    get isConnected() {
      return isConnected && !remote.destroyed;
    },
    destroy() {
      remote.destroy();
      local?.destroy();
    },
  };
}
