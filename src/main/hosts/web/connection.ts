import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { EventName, Events } from '../../../core/contract.ts';
import { decodeCallFrame, EVENT_NAMES, encodeFrame, MAX_FRAME_BYTES, type PageFrame } from '../../../core/wire.ts';
import { answerCall } from '../../dispatch.ts';
import { createEventOutbox, LAGGING_BYTES } from '../event-outbox.ts';
import type { ServedEngine } from './server.ts';

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

/** Frames to the page: replies always, events as far as it keeps up. */
function createOutbox(socket: WebSocket) {
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  const events = createEventOutbox({
    lagging: () => socket.bufferedAmount > LAGGING_BYTES,
    send: (name, event) => send({ kind: 'event', name, event }),
  });
  // Its error is the socket's, which the `error` and `close` handlers have seen.
  const taken = (): void => {
    if (isOpen()) events.catchUp();
  };

  function send(frame: PageFrame): void {
    socket.send(encodeFrame(frame), taken);
  }

  return {
    reply(frame: PageFrame & { kind: 'reply' }): void {
      if (!isOpen()) return;
      const bytes = encodeFrame(frame);
      if (bytes.byteLength <= MAX_FRAME_BYTES) socket.send(bytes, taken);
      else {
        const message = `the answer has ${bytes.byteLength} bytes; over ${MAX_FRAME_BYTES} have to be asked for in slices`;
        send({ kind: 'reply', id: frame.id, outcome: { ok: false, error: { name: 'InvalidCall', message } } });
      }
    },
    event<K extends EventName>(name: K, event: Events[K]): void {
      if (isOpen()) events.event(name, event);
    },
  };
}
