import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { EventName, Events } from '../../../core/contract.ts';
import { decodeCallFrame, EVENT_NAMES, encodeFrame, MAX_FRAME_BYTES, type PageFrame } from '../../../core/wire.ts';
import { answerCall } from '../../dispatch.ts';
import type { ServedEngine } from './server.ts';

/** Beyond this much unsent, rows are no longer queued: the page is told to list again once it has caught up. */
export const LAGGING_BYTES = 4 * 1024 * 1024;

/** More calls at once than any screen makes; each may hold a reply of `MAX_FRAME_BYTES`. */
const MAX_CALLS_IN_FLIGHT = 64;

/** A page that is gone without a word (sleep, a dropped tunnel) is noticed within two of these. */
const PING_EVERY_MS = 15_000;

/** WebSocket close codes, RFC 6455, section 7.4.1. */
const CLOSE = { unsupportedData: 1003, policyViolation: 1008, internalError: 1011 } as const;

/** Serves the contract to one page until its socket closes. */
export function serveConnection(socket: WebSocket, engine: ServedEngine, log: Logger): void {
  const outbox = createOutbox(socket);
  let callsInFlight = 0;

  async function answer(bytes: Uint8Array): Promise<void> {
    const call = decodeCallFrame(bytes);
    if (call === undefined) {
      log.warn('a page sent a frame that is not a call');
      socket.close(CLOSE.unsupportedData, 'not a call frame');
      return;
    }
    if (callsInFlight >= MAX_CALLS_IN_FLIGHT) {
      socket.close(CLOSE.policyViolation, 'too many calls at once');
      return;
    }
    callsInFlight += 1;
    const outcome = await answerCall(engine.handlers, log, call.name, call.input);
    callsInFlight -= 1;
    outbox.reply({ kind: 'reply', id: call.id, outcome });
  }

  const unsubscribe = EVENT_NAMES.map((name) => engine.on(name, (event) => outbox.event(name, event)));
  let alive = true;
  const heartbeat = setInterval(() => {
    if (!alive) socket.terminate();
    alive = false;
    socket.ping();
  }, PING_EVERY_MS);

  socket.on('pong', () => {
    alive = true;
  });
  socket.on('message', (data, isBinary) => {
    // A plain Uint8Array: decoded bytes are views of it, and handlers must not meet Node's Buffer where the contract has none.
    if (!isBinary || !Buffer.isBuffer(data)) return socket.close(CLOSE.unsupportedData, 'frames are binary');
    answer(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).catch((error) => {
      log.error({ err: error }, 'an answer could not be sent');
      socket.close(CLOSE.internalError, 'an answer could not be sent');
    });
  });
  // `ws` closes the socket itself, with the code that names the fault (1009 for a frame over the limit).
  socket.on('error', (error) => log.warn({ err: error }, 'a page’s socket failed'));
  socket.on('close', () => {
    clearInterval(heartbeat);
    for (const stop of unsubscribe) stop();
  });
}

interface Outbox {
  reply(frame: PageFrame & { kind: 'reply' }): void;
  event<K extends EventName>(name: K, event: Events[K]): void;
}

/**
 * Frames in order while the page keeps up. While it lags, the rows that a flood of captures makes are dropped for one
 * `captures.removed {all}` afterwards; of the other events the newest of each subject is kept, which bounds them too.
 */
function createOutbox(socket: WebSocket): Outbox {
  const held = new Map<string, PageFrame>();
  let rowsDropped = false;

  const lagging = (): boolean => socket.bufferedAmount > LAGGING_BYTES;

  function send(frame: PageFrame): void {
    // The callback's error is the socket's, which its `error` and `close` handlers have seen.
    socket.send(encodeFrame(frame), catchUp);
  }

  function catchUp(): void {
    if ((held.size === 0 && !rowsDropped) || lagging() || socket.readyState !== socket.OPEN) return;
    const frames = [...held.values()];
    held.clear();
    if (rowsDropped) frames.push({ kind: 'event', name: 'captures.removed', event: { all: true } });
    rowsDropped = false;
    for (const frame of frames) send(frame);
  }

  return {
    reply(frame) {
      if (socket.readyState !== socket.OPEN) return;
      const bytes = encodeFrame(frame);
      if (bytes.byteLength <= MAX_FRAME_BYTES) socket.send(bytes, catchUp);
      else {
        const message = `the answer has ${bytes.byteLength} bytes; over ${MAX_FRAME_BYTES} have to be asked for in slices`;
        send({ kind: 'reply', id: frame.id, outcome: { ok: false, error: { name: 'InvalidCall', message } } });
      }
    },
    event(name, event) {
      if (socket.readyState !== socket.OPEN) return;
      if (!lagging() && held.size === 0 && !rowsDropped) send({ kind: 'event', name, event });
      else if (name === 'captures.changed' || name === 'captures.removed') rowsDropped = true;
      else held.set(subjectOf(name, event), { kind: 'event', name, event });
    },
  };
}

/** Events of one subject replace each other: all but these two carry the whole state of their name. */
function subjectOf<K extends EventName>(name: K, event: Events[K]): string {
  if ('row' in event) return `${name} ${event.row.id}`;
  return 'endpointId' in event ? `${name} ${event.endpointId}` : name;
}
