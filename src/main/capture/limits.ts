import type { Settings } from '../../core/settings.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/** What one sender may take of this machine. Sizes in bytes, times in ms. */
export interface CaptureLimits {
  /** Request line and headers together; more is answered with 431. Fixed when the listener is made. */
  readonly headBytes: number;
  /** Body without transfer coding; more is answered with 413 and kept up to here. */
  readonly bodyBytes: number;
  /**
   * Bytes of all requests not yet stored, those that wait for the writer included; over it requests are answered with 503.
   * A body takes about three times its size while it is joined, handed over and written, so 64 MiB of them keep the process under
   * 500 MB. Counted as they come and not as they are declared: four senders that declare 32 MiB and send nothing would else keep
   * everybody out for a minute.
   */
  readonly inFlightBytes: number;
  /** Of those, what the requests of one connection, or of one sender, may hold: so one of them cannot keep all others out. */
  readonly shareBytes: number;
  /** Requests of one sender (`claimedSender`) that are not stored yet; the next is answered with 503. Infinity: no bound. */
  readonly senderRequests: number;
  /** First byte to the end of the head, else 408. A real sender writes its head at once; ten seconds are for lossy networks. */
  readonly headMs: number;
  /** First byte to the end of the body, else 408. A body of 32 MiB in a minute is 4.5 Mbit/s. */
  readonly requestMs: number;
  /** How often the two are looked at. */
  readonly checkMs: number;
  /**
   * More connections at once are dropped unread: with a head in each, 32 MiB. With the last one, that which has been idle for longest is
   * ended when that is `headMs` or more. Fixed when the listener is made.
   */
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
  inFlightBytes: 64 * MiB,
  shareBytes: 48 * MiB,
  senderRequests: 128,
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

/**
 * What the user's settings come to. A body within its limit must fit when nothing else is under way, with an eighth that is not
 * for large ones. (In chunks of a few bytes it is several times as long on the wire; that nobody sends does not double everyone's
 * memory.)
 */
export function limitsOf({ bodyLimitBytes, capture }: Settings): Partial<CaptureLimits> {
  const oneBody = Math.ceil(1.25 * bodyLimitBytes) + MiB;
  const inFlightBytes = Math.max(capture.memoryBytes, oneBody);
  return {
    bodyBytes: bodyLimitBytes,
    inFlightBytes,
    shareBytes: Math.max(Math.floor(inFlightBytes * 0.75), oneBody),
    senderRequests: capture.perSender === 0 ? Number.POSITIVE_INFINITY : capture.perSender,
    requestMs: capture.timeoutMs,
    headMs: Math.min(defaultCaptureLimits.headMs, capture.timeoutMs),
  };
}

/**
 * The last eighth of the budget is for requests of at most this size, so that webhooks get through while large bodies fill the
 * rest: without it whoever happened to send the next byte was refused, and that is mostly the small ones.
 */
export const SMALL_REQUEST_BYTES = 256 * KiB;

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
