import type { Socket } from 'node:net';
import { takeReading } from './draining.ts';

/**
 * Reads what a sender still has under way of a request that is already refused, until it pauses or closes its side. Its
 * bytes may come in several segments, and the fault may be in the first.
 */
export class Collecting {
  readonly #timer: NodeJS.Timeout;
  readonly #done: () => void;
  #chunks = 0;
  #over = false;

  /** `done` is called once. */
  constructor(socket: Socket, pauseMs: number, take: (chunk: Uint8Array) => void, done: () => void) {
    this.#done = done;
    this.#timer = setTimeout(() => this.#paused(), pauseMs);
    takeReading(
      socket,
      (chunk) => {
        this.#chunks++;
        this.#timer.refresh();
        take(chunk);
      },
      () => this.finish(),
    );
  }

  /** Stops before the sender does. */
  finish(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#done();
  }

  #paused(): void {
    // After the event loop was held up, the timer comes before the bytes that have been waiting in the socket meanwhile.
    const chunks = this.#chunks;
    setImmediate(() => {
      if (this.#chunks === chunks) this.finish();
    });
  }
}
