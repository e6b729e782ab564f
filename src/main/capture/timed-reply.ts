import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { latin1Text } from '../../core/bytes.ts';
import type { GivenReply } from '../reply/given-reply.ts';
import { hasBody, writeHead, writeReply } from './reply-writer.ts';

/** Calls back after a while, unless the function it returns is called first. */
export type StartTimer = (callback: () => void, ms: number) => () => void;

/** The process does not stay for it. */
export const startTimer: StartTimer = (callback, ms) => {
  const timer = setTimeout(callback, ms).unref();
  return () => clearTimeout(timer);
};

/** A drip is written so often, or less often where that would be less than a byte. */
const DRIP_EVERY_MS = 50;
/** After this long the rest goes out at once: no sender waits longer, and a slow reply may not hold a connection for days. */
const MAX_DRIP_MS = 300_000;

/** The replies of one connection that take their time: delayed, dripping, or a reset in place of a reply. */
export class TimedReplies {
  readonly #socket: Socket;
  readonly #startTimer: StartTimer;
  readonly #onBug: (error: unknown) => void;
  /** What is waited for, each with how to come to its end now. */
  readonly #waits = new Map<() => void, () => void>();
  #isClosing = false;

  constructor(socket: Socket, startTimer: StartTimer, onBug: (error: unknown) => void) {
    this.#socket = socket;
    this.#startTimer = startTimer;
    this.#onBug = onBug;
    socket.on('close', () => this.#cancelAll());
  }

  give(response: ServerResponse, reply: GivenReply): void {
    const { behaviour } = reply;
    if (behaviour === undefined) {
      this.#send(response, reply);
      return;
    }
    this.#after(behaviour.delayMs, () => {
      if (behaviour.isReset) this.#reset(response);
      else this.#send(response, reply);
    });
  }

  /** The listener closes: what waits is done now, as far as replies go. */
  finish(): void {
    this.#isClosing = true;
    for (const end of [...this.#waits.values()]) end();
  }

  #after(ms: number, action: () => void): void {
    if (ms <= 0 || this.#isClosing) {
      action();
      return;
    }
    const end = (): void => {
      cancel();
      this.#waits.delete(cancel);
      action();
    };
    const cancel = this.#startTimer(end, ms);
    this.#waits.set(cancel, end);
  }

  #cancelAll(): void {
    for (const cancel of this.#waits.keys()) cancel();
    this.#waits.clear();
  }

  /** In its turn among pipelined replies: Node gives a response its socket when the ones before it are written. */
  #reset(response: ServerResponse): void {
    if (response.socket === null && !this.#socket.destroyed)
      response.once('socket', () => this.#socket.resetAndDestroy());
    else this.#socket.resetAndDestroy();
  }

  #send(response: ServerResponse, reply: GivenReply): void {
    if (this.#socket.destroyed) return;
    reply.sent?.();
    const pace = reply.behaviour?.bytesPerSecond ?? null;
    if (pace === null || reply.body.length === 0 || !hasBody(reply.status) || response.req.method === 'HEAD') {
      writeReply(response, reply, this.#onBug);
      return;
    }
    const { body } = writeHead(response, reply, this.#onBug);
    response.flushHeaders();
    this.#drip(response, body, pace);
  }

  #drip(response: ServerResponse, body: Uint8Array, bytesPerSecond: number): void {
    const everyMs = Math.max(DRIP_EVERY_MS, 1000 / bytesPerSecond);
    const step = Math.max(1, Math.round((bytesPerSecond * everyMs) / 1000));
    const next = (at: number, spentMs: number): void => {
      if (this.#socket.destroyed) return;
      const isLast = at + step >= body.length || this.#isClosing || spentMs >= MAX_DRIP_MS;
      const piece = latin1Text(body.subarray(at, isLast ? undefined : at + step));
      if (isLast) {
        response.end(piece, 'latin1');
        return;
      }
      response.write(piece, 'latin1');
      this.#after(everyMs, () => next(at + step, spentMs + everyMs));
    };
    next(0, 0);
  }
}
