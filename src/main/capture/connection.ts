import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { MalformedReason } from '../../core/capture.ts';
import type { Arrival } from '../inbox.ts';
import { ByteQueue } from './byte-queue.ts';
import { Collecting } from './collecting.ts';
import { Draining } from './draining.ts';
import { type EndOfRequest, Exchange, headLength, type Moment, malformedArrival, type Peer } from './exchange.ts';
import { KEPT_OF_REFUSED_BYTES } from './limits.ts';
import type { ParserError } from './malformed.ts';
import {
  bodyTimeout,
  bodyTooLong,
  busy,
  closingDown,
  connectRefused,
  headTimeout,
  headTooLong,
  parserRefusal,
  type Refusal,
  senderLeft,
  tooManyPipelined,
  unknownExpectation,
} from './refusals.ts';
import { closingReply, textReply, writeReply } from './reply-writer.ts';
import type { Shared } from './shared.ts';
import { TimedReplies } from './timed-reply.ts';

/**
 * One connection: every byte read from it ends in exactly one capture. Node's parser decides what a request is; the bytes
 * are taken from the socket before the parser sees them and cut by the framing of the requests that it accepts.
 *
 * `open`: requests come and are answered. `collecting`: one was refused, and what is still coming belongs to it.
 * `closing`: it is stored, its reply is the last, and further bytes are dropped.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #shared: Shared;
  readonly #peer: Peer;
  #phase: 'open' | 'collecting' | 'closing' = 'open';
  /** Bytes after those of the accepted requests, and when the first of them came. */
  readonly #unclaimed = new ByteQueue();
  #unclaimedSince: Moment = { at: 0, monotonicMs: 0 };
  /** The request whose head was accepted last. */
  #latest: Exchange | null = null;
  /** Accepted requests whose reply is not written. */
  #unanswered = 0;
  /** Node has ended the connection's replies, because a request or the sender's FIN said so. */
  #noMoreReplies = false;
  #onAllAnswered: (() => void) | null = null;
  /** The refused request, when its head was accepted. */
  #refused: Exchange | null = null;
  #refusedAtMs = 0;
  #collecting: Collecting | null = null;
  #reset = false;
  readonly #timed: TimedReplies;

  constructor(socket: Socket, shared: Shared) {
    this.#socket = socket;
    this.#shared = shared;
    this.#timed = new TimedReplies(socket, shared.startTimer, shared.onBug);
    // Read now: a destroyed socket does not know its peer any more.
    this.#peer = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    // Before the parser's listener, so that the bytes are here when the parser reports on them.
    socket.prependListener('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#reset ||= error.code === 'ECONNRESET';
    });
    socket.on('close', () => this.#closed());
    // So Node ends a connection after a reply that is the last; with bytes still unread that would be a reset.
    socket.destroySoon = () => this.#lastReplyWritten();
  }

  /** The parser accepted a head. `expect`: what its Expect header asks for. */
  request(request: IncomingMessage, response: ServerResponse, expect: 'nothing' | 'continue' | 'unknown'): void {
    // The content is taken from the socket; the parser's view of it is let go.
    request.resume();
    if (this.#phase !== 'open') return;
    const { limits } = this.#shared;
    if (this.#unanswered >= limits.pipelined) {
      this.#refuse(tooManyPipelined(limits));
      return;
    }
    const exchange = this.#claim(request);
    this.#unanswered++;
    const refused = expect === 'continue' && (exchange.declaredBodyBytes ?? 0) > limits.bodyBytes;
    const refusal = refused ? bodyTooLong(limits) : this.#limitPassed(exchange);
    if (refusal !== null) {
      this.#refuse(refusal);
      return;
    }
    // Also when the body is there already: Node ends a connection on which it was not sent.
    if (expect === 'continue') response.writeContinue();
    response.on('error', this.#shared.onBug);
    response.on('finish', () => this.#answered());
    request.on('end', () => {
      if (exchange !== this.#refused) this.#complete(exchange, response, expect === 'unknown' ? unknownExpectation : null);
    });
  }

  /** The parser let go of the socket because the request asks for a tunnel. */
  connect(): void {
    this.#refuse(connectRefused());
  }

  /** The parser, or the socket under it, reports an error. */
  failed(error: ParserError): void {
    if (error.code === 'HPE_INVALID_EOF_STATE') this.#refuse(this.#left());
    else if (error.code?.startsWith('HPE_')) {
      const inBody = this.#unfinished() !== null;
      this.#refuse(parserRefusal(error, { inBody, follows: !inBody && this.#latest !== null }));
    }
    // Anything else is the socket's: it closes, and what was read is captured then.
  }

  /** Ends what has been going on for too long. */
  checkDeadlines(nowMs: number): void {
    const { limits } = this.#shared;
    if (this.#phase === 'collecting' && nowMs - this.#refusedAtMs > limits.headMs) this.#collecting?.finish();
    if (this.#phase !== 'open') return;
    const exchange = this.#unfinished();
    if (exchange !== null) {
      if (nowMs - exchange.started.monotonicMs > limits.requestMs) this.#refuse(bodyTimeout(limits));
    } else if (nowMs - this.#unclaimedSince.monotonicMs > limits.headMs && !this.#unclaimed.isBlank()) {
      this.#refuse(headTimeout(limits));
    }
  }

  /** The listener closes: replies that are due go out, a half-read request is captured as such. */
  shutDown(): void {
    this.#timed.finish();
    this.#collecting?.finish();
    if (this.#phase !== 'open') return;
    if (this.#unfinished() !== null || !this.#unclaimed.isBlank()) this.#refuse(closingDown());
    else if (this.#unanswered === 0) this.#socket.destroy();
    else {
      this.#phase = 'closing';
      const draining = new Draining(this.#socket, this.#shared.limits);
      this.#onAllAnswered = () => draining.end(null);
    }
  }

  #take(chunk: Uint8Array): void {
    const { limits, inFlight } = this.#shared;
    inFlight.add(chunk.length);
    const exchange = this.#unfinished();
    if (exchange === null || exchange.framing.done) {
      // The parser counts the head too, but not the line breaks before it, which could go on for ever.
      const tooLong = this.#unclaimed.length > limits.headBytes;
      this.#addUnclaimed(chunk);
      if (tooLong) this.#refuse(headTooLong(limits));
      return;
    }
    const used = exchange.take(chunk);
    const refusal = this.#limitPassed(exchange);
    if (refusal === null) this.#addUnclaimed(chunk.subarray(used));
    else {
      inFlight.release(chunk.length - used);
      this.#refuse(refusal);
    }
  }

  #addUnclaimed(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#unclaimed.length === 0) {
      this.#unclaimedSince = { at: this.#shared.now(), monotonicMs: this.#shared.monotonicMs() };
    }
    this.#unclaimed.push(bytes);
  }

  /** Takes the head that the parser has just accepted, and what is there of its body, out of the unclaimed bytes. */
  #claim(request: IncomingMessage): Exchange {
    const { monotonicMs, limits, onBug } = this.#shared;
    const bytes = this.#unclaimed.takeAll();
    const found = headLength(bytes);
    if (found === -1) onBug(new Error('the HTTP parser accepted a head without an end'));
    const head = found === -1 ? bytes.length : found;
    const exchange = new Exchange(request, head, this.#unclaimedSince, monotonicMs(), limits.bodyBytes);
    this.#latest = exchange;
    this.#addUnclaimed(bytes.subarray(exchange.takeFirst(bytes)));
    return exchange;
  }

  /** The accepted request whose end the parser has not seen, or null. */
  #unfinished(): Exchange | null {
    return this.#latest === null || this.#latest.request.complete ? null : this.#latest;
  }

  #limitPassed(exchange: Exchange): Refusal | null {
    const { limits, inFlight } = this.#shared;
    const { over } = exchange.framing;
    if (!over && inFlight.bytes <= limits.inFlightBytes) return null;
    inFlight.release(this.#unclaimed.length);
    this.#unclaimed.truncate(0);
    if (over) return bodyTooLong(limits);
    inFlight.release(exchange.truncateBody(KEPT_OF_REFUSED_BYTES));
    return busy(limits);
  }

  #complete(exchange: Exchange, response: ServerResponse, problem: MalformedReason | null): void {
    const { inFlight, intercept, monotonicMs, onBug, receive, refused, viaOf } = this.#shared;
    const { headers, rawBytes, request } = exchange;
    const probe = intercept(request.method ?? '', request.url ?? '', headers);
    if (probe !== null) {
      inFlight.release(rawBytes);
      writeReply(response, probe, onBug);
      return;
    }
    if (problem !== null) refused.expectation++;
    const fixed = problem === null ? null : textReply(417, problem.message);
    const end = { nowMs: monotonicMs(), completeness: 'complete', problem } as const;
    receive(exchange.arrival(this.#peer, viaOf(headers), end), fixed)
      .then((reply) => {
        inFlight.release(rawBytes);
        this.#timed.give(response, reply);
      })
      .catch(onBug);
  }

  #answered(): void {
    this.#unanswered--;
    this.#endIfAnswered();
  }

  #endIfAnswered(): void {
    if (this.#unanswered > 0 && !this.#noMoreReplies) return;
    this.#onAllAnswered?.();
    this.#onAllAnswered = null;
  }

  #lastReplyWritten(): void {
    this.#noMoreReplies = true;
    this.#endIfAnswered();
    // Otherwise something follows the last request: it is captured, and then the connection is ended.
    if (this.#phase !== 'open') return;
    this.#phase = 'closing';
    this.#shared.inFlight.release(this.#unclaimed.length);
    new Draining(this.#socket, this.#shared.limits).end(null);
  }

  #left(): Refusal {
    const exchange = this.#unfinished();
    if (exchange === null) return senderLeft(null, this.#reset);
    return senderLeft({ received: exchange.framing.contentBytes, declared: exchange.declaredBodyBytes }, this.#reset);
  }

  /** Ends the connection with the request that is being read: it is stored when all of it is there, then answered. */
  #refuse(refusal: Refusal): void {
    if (this.#phase !== 'open') return;
    this.#phase = 'collecting';
    if (refusal.cause !== null) this.#shared.refused[refusal.cause]++;
    const exchange = this.#unfinished();
    this.#refused = exchange;
    if (exchange !== null) {
      // Its reply will not be Node's.
      this.#unanswered--;
      // Nothing, unless we took something for the end of this request that the parser refused.
      exchange.takeRefused(this.#unclaimed.takeAll());
    }
    const answer = refusal.afterReplies || this.#unanswered === 0;
    if (!refusal.settle || this.#socket.destroyed) {
      this.#store(refusal, exchange, answer);
      return;
    }
    const { limits, inFlight, monotonicMs } = this.#shared;
    this.#refusedAtMs = monotonicMs();
    const collecting = new Collecting(
      this.#socket,
      limits.settleMs,
      (chunk) => {
        inFlight.add(chunk.length);
        if (exchange === null) this.#unclaimed.push(chunk);
        else exchange.takeRefused(chunk);
        const bytes = exchange === null ? this.#unclaimed.length : exchange.rawBytes;
        if (bytes > limits.bodyBytes || inFlight.bytes > limits.inFlightBytes) collecting.finish();
      },
      () => this.#store(refusal, exchange, answer),
    );
    this.#collecting = collecting;
  }

  #store(refusal: Refusal, exchange: Exchange | null, answer: boolean): void {
    this.#phase = 'closing';
    const { inFlight, limits, now, onBug, receive } = this.#shared;
    const draining = new Draining(this.#socket, limits);
    const arrival = this.#refusedArrival(refusal, exchange);
    const { method, raw } = arrival;
    const unsent = !answer || !this.#socket.writable;
    const reply = textReply(refusal.status, refusal.message(raw), refusal.headers);
    receive(arrival, unsent ? 'unsent' : reply)
      .then((given) => {
        inFlight.release(raw.length);
        const last = unsent ? null : closingReply(given, method, now(), onBug);
        this.#onAllAnswered = () => draining.end(last);
        this.#endIfAnswered();
      })
      .catch(onBug);
  }

  #refusedArrival(refusal: Refusal, exchange: Exchange | null): Arrival {
    const { monotonicMs, viaOf } = this.#shared;
    const nowMs = monotonicMs();
    const end = (raw: Uint8Array): EndOfRequest => {
      const { code, completeness } = refusal;
      return { nowMs, completeness, problem: { code, message: refusal.message(raw) } };
    };
    if (exchange === null) {
      const raw = this.#unclaimed.takeOwned();
      return malformedArrival(raw, this.#peer, viaOf([]), this.#unclaimedSince, end(raw));
    }
    return exchange.arrival(this.#peer, viaOf(exchange.headers), end(new Uint8Array(0)));
  }

  #closed(): void {
    if (this.#phase === 'collecting') this.#collecting?.finish();
    if (this.#phase !== 'open') return;
    if (this.#unfinished() !== null || !this.#unclaimed.isBlank()) this.#refuse(this.#left());
    else this.#shared.inFlight.release(this.#unclaimed.length);
  }
}
