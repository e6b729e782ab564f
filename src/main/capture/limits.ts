const KiB = 1024;
const MiB = 1024 * KiB;

/** What one sender may take of this machine. Sizes in bytes, times in ms. */
export interface CaptureLimits {
  /** Request line and headers together; more is answered with 431. Fixed when the listener is made. */
  readonly headBytes: number;
  /** Body without transfer coding; more is answered with 413 and kept up to here. */
  readonly bodyBytes: number;
  /** Bytes of all requests not yet stored; over it new ones are answered with 503. */
  readonly inFlightBytes: number;
  /** First byte to the end of the head, else 408. */
  readonly headMs: number;
  /** First byte to the end of the body, else 408. */
  readonly requestMs: number;
  /** How often the two are looked at. */
  readonly checkMs: number;
  /** More connections at once are dropped unread. Fixed when the listener is made. */
  readonly connections: number;
  /** Requests of one connection that wait for their reply; the next is answered with 503. */
  readonly pipelined: number;
  /** Silence after which a rejected request is taken to be all there: its bytes may come in several segments. */
  readonly settleMs: number;
  /** After a closing reply the sender may finish what it is writing: for this long, with pauses of at most `lingerIdleMs`. */
  readonly lingerMs: number;
  readonly lingerIdleMs: number;
  readonly lingerBytes: number;
  /** On `close`, how long replies may take to go out. */
  readonly closeMs: number;
}

export const defaultCaptureLimits: CaptureLimits = {
  headBytes: 64 * KiB,
  bodyBytes: 32 * MiB,
  inFlightBytes: 128 * MiB,
  headMs: 10_000,
  requestMs: 60_000,
  checkMs: 1_000,
  connections: 512,
  pipelined: 64,
  settleMs: 50,
  lingerMs: 5_000,
  lingerIdleMs: 500,
  lingerBytes: 256 * MiB,
  closeMs: 3_000,
};

/** Of a request refused because the budget is spent, the head and this much of the body are kept. */
export const KEPT_OF_REFUSED_BYTES = 64 * KiB;

/** The bytes of requests that are read but not stored yet, over all connections. */
export class InFlight {
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
  }
}
