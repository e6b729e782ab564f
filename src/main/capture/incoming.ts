import type { IncomingMessage } from 'node:http';
import type { Arrival } from '../inbox.ts';
import { ByteQueue } from './byte-queue.ts';
import { type EndOfRequest, Exchange, type Moment, malformedArrival, type Peer } from './exchange.ts';
import { asksForUpgrade, beginsWith, headLength } from './head.ts';
import { KEPT_OF_REFUSED_BYTES, SMALL_REQUEST_BYTES } from './limits.ts';
import {
  bodyTimeout,
  bodyTooLong,
  busy,
  connectionOverShare,
  headTimeout,
  headTooLong,
  type Refusal,
  senderLeft,
  senderOverShare,
  tooManyOfSender,
} from './refusals.ts';
import type { Shared } from './shared.ts';

const MAX_IDLE_LINE_BREAKS = 64;

/**
 * The bytes of one connection, cut into requests: those of the request that is being read, and those after it that no request
 * has claimed yet. All of them are counted as in flight until they are stored or dropped.
 */
export class Incoming {
  readonly #shared: Shared;
  readonly #peer: Peer;
  /** Of this connection's requests that are not stored. */
  #heldBytes = 0;
  /** Bytes after those of the accepted requests, and when the first of them came. */
  readonly #unclaimed = new ByteQueue();
  #unclaimedSince: Moment = { at: 0, monotonicMs: 0 };
  /** The request whose head was accepted last. */
  #latest: Exchange | null = null;
  /** The same where it was complete before what was read last. */
  #completeBefore: Exchange | null = null;

  constructor(peer: Peer, shared: Shared) {
    this.#peer = peer;
    this.#shared = shared;
  }

  /** Whether a request was accepted before. */
  get hasAccepted(): boolean {
    return this.#latest !== null;
  }

  /** The accepted request of which not all is there, or null. The parser and the framing agree, or it is one that is misread. */
  get unfinished(): Exchange | null {
    const latest = this.#latest;
    return latest === null || (latest.request.complete && latest.framing.done) ? null : latest;
  }

  /**
   * Whether the parser has passed over bytes that are here. It does not read what came together with the end of a request that asks for
   * another protocol (RFC 9110, section 7.8), and goes on with what comes after that.
   */
  get isPassedOver(): boolean {
    const latest = this.#latest;
    if (this.isBlank || latest === null || latest === this.#completeBefore) return false;
    return latest.request.complete && asksForUpgrade(latest.headers);
  }

  /** Whether nothing of a further request has come. */
  get isBlank(): boolean {
    return this.#unclaimed.isBlank;
  }

  /** Takes what was read, before the parser sees it. A refusal: a limit is passed. */
  take(chunk: Uint8Array): Refusal | null {
    const { limits } = this.#shared;
    this.#hold(chunk.length);
    const exchange = this.unfinished;
    this.#completeBefore = exchange === null ? this.#latest : null;
    if (exchange === null || exchange.framing.done) {
      // The parser counts the head too, but not the line breaks before it, which could go on for ever.
      const tooLong = this.#unclaimed.length > limits.headBytes;
      this.#addUnclaimed(chunk);
      return tooLong ? headTooLong(limits) : null;
    }
    const used = exchange.take(chunk);
    const refusal = this.#limitPassed(exchange);
    if (refusal === null) this.#addUnclaimed(chunk.subarray(used));
    else this.#release(chunk.length - used);
    return refusal;
  }

  /** Takes the head that the parser has just accepted, and what is there of its body, out of the unclaimed bytes. */
  claim(request: IncomingMessage): Exchange {
    const { monotonicMs, limits, senderOf, senders } = this.#shared;
    const bytes = this.#unclaimed.takeAll();
    const found = headLength(bytes);
    const head = found === -1 ? bytes.length : found;
    const exchange = new Exchange(request, head, this.#unclaimedSince, monotonicMs(), limits.bodyBytes);
    exchange.isMisread = found === -1 || !beginsWith(bytes, request);
    const sender = senderOf(exchange.headers);
    if (sender !== null) exchange.sender = senders.enter(sender);
    this.#latest = exchange;
    this.#addUnclaimed(bytes.subarray(exchange.takeFirst(bytes)));
    return exchange;
  }

  /** The limit that a request passes with its head. `waits`: it sends its body when it is told to. */
  refusalOf(exchange: Exchange, waits: boolean): Refusal | null {
    const { limits } = this.#shared;
    const { sender } = exchange;
    if (sender !== null && sender.requests > limits.senderRequests) return tooManyOfSender(limits, sender.sender);
    if (waits && (exchange.declaredBodyBytes ?? 0) > limits.bodyBytes) return bodyTooLong(limits);
    return this.#limitPassed(exchange);
  }

  /** The refusal of a request that has been coming for too long. */
  overdue(nowMs: number): Refusal | null {
    const { limits } = this.#shared;
    const exchange = this.unfinished;
    if (exchange !== null) return nowMs - exchange.started.monotonicMs > limits.requestMs ? bodyTimeout(limits) : null;
    const isLate = nowMs - this.#unclaimedSince.monotonicMs > limits.headMs;
    // A few line breaks may stand between requests for any time; more of them hold memory that others need.
    return isLate && (!this.isBlank || this.#unclaimed.length > MAX_IDLE_LINE_BREAKS) ? headTimeout(limits) : null;
  }

  /** What is there of a request whose sender is gone. */
  left(wasReset: boolean): Refusal {
    const exchange = this.unfinished;
    if (exchange === null) return senderLeft(null, wasReset);
    return senderLeft({ received: exchange.framing.contentBytes, declared: exchange.declaredBodyBytes }, wasReset);
  }

  /** Makes what is there one refused request, and returns it when its head was accepted. */
  refuse(): Exchange | null {
    const exchange = this.unfinished;
    // Nothing, unless we took something for the end of this request that the parser refused.
    exchange?.takeRefused(this.#unclaimed.takeAll());
    return exchange;
  }

  /** Takes further bytes of the refused request; whether that is enough of it. */
  takeRefused(exchange: Exchange | null, chunk: Uint8Array): boolean {
    const { limits, inFlight } = this.#shared;
    this.#hold(chunk.length);
    if (exchange === null) this.#unclaimed.push(chunk);
    else exchange.takeRefused(chunk);
    const bytes = exchange === null ? this.#unclaimed.length : exchange.heldBytes;
    return bytes > limits.bodyBytes || this.#heldBytes > limits.shareBytes || inFlight.bytes > limits.inFlightBytes;
  }

  /** A read request as the inbox takes it. It stays in flight until it is let go. */
  arrivalOf(exchange: Exchange, end: EndOfRequest): Arrival {
    const before = exchange.heldBytes;
    const arrival = exchange.arrival(this.#peer, this.#shared.viaOf(exchange.headers), end);
    this.#hold(exchange.heldBytes - before);
    return arrival;
  }

  /** A request whose head was not accepted, as the inbox takes it, from the reason that its bytes give. */
  malformedArrival(endOf: (raw: Uint8Array) => EndOfRequest): Arrival {
    const raw = this.#unclaimed.takeOwned();
    return malformedArrival(raw, this.#peer, this.#shared.viaOf([]), this.#unclaimedSince, endOf(raw));
  }

  /** The request is stored, or nobody's. */
  letGo(exchange: Exchange): void {
    this.#release(exchange.heldBytes);
    const { sender } = exchange;
    if (sender === null) return;
    sender.bytes -= exchange.heldBytes;
    this.#shared.senders.leave(sender);
  }

  /** The refused request whose head was not accepted is stored. */
  letGoMalformed(raw: Uint8Array): void {
    this.#release(raw.length);
  }

  /** Drops what no request has claimed. */
  drop(): void {
    this.#release(this.#unclaimed.length);
    this.#unclaimed.truncate(0);
  }

  #hold(bytes: number): void {
    this.#heldBytes += bytes;
    this.#shared.inFlight.add(bytes);
  }

  #release(bytes: number): void {
    this.#heldBytes -= bytes;
    this.#shared.inFlight.release(bytes);
  }

  #addUnclaimed(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#unclaimed.length === 0) {
      this.#unclaimedSince = { at: this.#shared.now(), monotonicMs: this.#shared.monotonicMs() };
    }
    this.#unclaimed.push(bytes);
  }

  #limitPassed(exchange: Exchange): Refusal | null {
    if (exchange.framing.over) {
      this.drop();
      return bodyTooLong(this.#shared.limits);
    }
    const refusal = this.#overBudget(exchange);
    if (refusal !== null) this.#cut(exchange);
    return refusal;
  }

  #overBudget({ heldBytes, sender }: Exchange): Refusal | null {
    const { limits, inFlight } = this.#shared;
    const reserved = heldBytes > SMALL_REQUEST_BYTES ? limits.inFlightBytes / 8 : 0;
    if (inFlight.bytes > limits.inFlightBytes - reserved) return busy(limits);
    if (this.#heldBytes > limits.shareBytes) return connectionOverShare(limits);
    if (sender !== null && sender.bytes > limits.shareBytes) return senderOverShare(limits, sender.sender);
    return null;
  }

  /** Keeps the beginning of a request for which there is no room. */
  #cut(exchange: Exchange): void {
    this.drop();
    this.#release(exchange.truncateBody(KEPT_OF_REFUSED_BYTES));
  }
}
