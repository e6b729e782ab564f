import { connect, type Socket } from 'node:net';
import { localDownReply } from '../local-down.ts';
import { createRequestTracker } from './request-tracker.ts';

/** How one connection of the pool ended. */
export type SlotEnd =
  /** It carried at least one request that got a reply. */
  | 'used'
  /** It ended before it was of use. */
  | 'idle'
  /** It could not be connected. */
  | 'unconnected';

export interface SlotOptions {
  readonly host: string;
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
 * One connection to the tunnel server. The listener is dialled at the first byte of a request and not before, or it would
 * close a connection that idles too long and the server would hand its leftovers to the next sender (localtunnel#563).
 * Bytes pass both ways unread. When the listener fails before it began to answer, the sender gets a 502 at once, and
 * nothing of the request is delivered later.
 */
export function openSlot(options: SlotOptions): Slot {
  const remote = connect({
    host: options.host,
    port: options.port,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
  });
  const tracker = createRequestTracker();
  let local: Socket | null = null;
  let isConnected = false;
  let isUsed = false;
  let isOver = false;
  let localBroke = false;
  /** Requests that began and have no byte of a reply yet. */
  let unanswered = 0;
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
    remote.unpipe();
    remote.resume();
    remote.end();
    linger ??= setTimeout(() => remote.destroy(), LINGER_MS);
  }

  function localGone(): void {
    if (remote.destroyed || remote.writableEnded) return;
    if (unanswered > 0) {
      isUsed = true;
      remote.write(localDownReply);
    }
    // A reply that broke off must not look like a whole one, which a clean end would make of it.
    else if (localBroke) remote.resetAndDestroy();
    unanswered = 0;
    if (!remote.destroyed) endRemote();
  }

  function dialLocal(): Socket | null {
    const port = options.localPort();
    if (port === null) return null;
    const socket = connect({ host: '127.0.0.1', port });
    socket.setNoDelay(true);
    socket.on('data', () => {
      isUsed = true;
      if (unanswered > 0) options.served();
      unanswered = 0;
    });
    socket.on('error', () => {
      localBroke = true;
      socket.destroy();
    });
    socket.on('close', () => {
      localGone();
      endIfGone();
    });
    socket.pipe(remote, { end: false });
    remote.pipe(socket, { end: false });
    return socket;
  }

  remote.setNoDelay(true);
  remote.on('connect', () => {
    clearTimeout(connecting);
    isConnected = true;
    options.connected();
  });
  remote.on('data', (chunk) => {
    // After our side was ended, the rest of a request that was answered with 502 still comes in.
    if (remote.writableEnded) return;
    unanswered += tracker.push(chunk);
    if (local !== null) return;
    local = dialLocal();
    if (local === null) localGone();
    // The pipe begins with the next chunk.
    else local.write(chunk);
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
