import type { Socket } from 'node:net';
import type { CaptureLimits } from './limits.ts';

/**
 * The end of a connection on which the sender may still be writing. Closing a socket with unread bytes makes the system
 * send a reset, and then the sender may never see the reply; so it is half-closed, and what still comes is read and dropped
 * until the sender closes too, or the limits are passed.
 */
export class Draining {
  readonly #socket: Socket;
  readonly #limits: CaptureLimits;
  #dropped = 0;
  #isEnding = false;
  #overall: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;

  /**
   * Takes the socket from whoever reads it. Next to nothing is read until the end: while 32 MiB are being stored, a sender on this
   * machine writes more than the limits let it, and would be cut off before its reply is there.
   */
  constructor(socket: Socket, limits: CaptureLimits) {
    this.#socket = socket;
    this.#limits = limits;
    takeReading(socket, (chunk) => {
      this.#dropped += chunk.length;
      this.#idle?.refresh();
      if (this.#dropped > limits.lingerBytes) socket.destroy();
      // Again with each chunk: Node's view of the request may ask for more once it is resumed.
      else if (!this.#isEnding) socket.pause();
    });
    socket.on('close', () => {
      clearTimeout(this.#overall);
      clearTimeout(this.#idle);
    });
  }

  /** Writes the last bytes, if any, and closes in an orderly way. */
  end(last: Uint8Array | null): void {
    if (this.#socket.destroyed) return;
    this.#isEnding = true;
    this.#socket.resume();
    if (last === null) this.#socket.end();
    else this.#socket.end(last);
    const destroy = (): void => {
      this.#socket.destroy();
    };
    this.#overall = setTimeout(destroy, this.#limits.lingerMs);
    this.#idle = setTimeout(destroy, this.#limits.lingerIdleMs);
  }
}

/**
 * Makes `read` the only reader of a socket. Node's HTTP server must not see the bytes any more: it reports every further
 * chunk of a refused connection again, and at the sender's FIN it would close the side on which the reply is still to go.
 */
export function takeReading(socket: Socket, read: (chunk: Uint8Array) => void, ended?: () => void): void {
  socket.removeAllListeners('data');
  socket.removeAllListeners('end');
  socket.on('data', read);
  if (ended !== undefined) socket.on('end', ended);
  socket.resume();
}
