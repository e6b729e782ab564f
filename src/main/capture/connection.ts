import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { MalformedReason } from '../../core/capture.ts';
import type { Arrival } from '../inbox.ts';
import { Collecting } from './collecting.ts';
import { Draining } from './draining.ts';
import type { EndOfRequest, Exchange } from './exchange.ts';
import { Incoming } from './incoming.ts';
import type { ParserError } from './malformed.ts';
import {
  behindUpgrade,
  closingDown,
  connectRefused,
  misread,
  parserRefusal,
  type Refusal,
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
  readonly #incoming: Incoming;
  #phase: 'open' | 'collecting' | 'closing' = 'open';
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
  /** When something was read last, or the last reply was written. */
  #heardAtMs: number;
  readonly #timed: TimedReplies;

  constructor(socket: Socket, shared: Shared) {
    this.#socket = socket;
    this.#shared = shared;
    this.#heardAtMs = shared.monotonicMs();
    this.#timed = new TimedReplies(socket, shared.startTimer, shared.onBug);
    // Read now: a destroyed socket does not know its peer any more.
    this.#incoming = new Incoming({ address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 }, shared);
    // Before the parser's listener, so that the bytes are here when the parser reports on them.
    socket.prependListener('data', (chunk: Buffer) => {
      const refusal = this.#incoming.take(chunk);
      if (refusal !== null) this.#refuse(refusal);
    });
    // And after it.
    socket.on('data', () => {
      this.#heardAtMs = shared.monotonicMs();
      if (this.#phase === 'open' && this.#incoming.isPassedOver) this.#refuse(behindUpgrade());
    });
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
    const exchange = this.#incoming.claim(request);
    this.#unanswered++;
    const refusal = exchange.isMisread ? misread() : this.#incoming.refusalOf(exchange, expect === 'continue');
    if (exchange.isMisread) this.#shared.onBug(new Error('the HTTP parser has read another request than its bytes'));
    if (refusal !== null) {
      this.#refuse(refusal);
      return;
    }
    // Also when the body is there already: Node ends a connection on which it was not sent.
    if (expect === 'continue') response.writeContinue();
    response.on('error', this.#shared.onBug);
    response.on('finish', () => this.#answered());
    request.on('end', () => {
      if (exchange === this.#refused) return;
      if (exchange.framing.done) this.#complete(exchange, response, expect === 'unknown' ? unknownExpectation : null);
      else {
        this.#shared.onBug(new Error('the HTTP parser saw the end of a body before its bytes end'));
        this.#refuse(misread());
      }
    });
  }

  /** The parser let go of the socket because the request asks for a tunnel. */
  connect(): void {
    this.#refuse(connectRefused());
  }

  /** The parser, or the socket under it, reports an error. */
  failed(error: ParserError): void {
    if (error.code === 'HPE_INVALID_EOF_STATE') this.#refuse(this.#incoming.left(this.#reset));
    else if (error.code?.startsWith('HPE_')) {
      const inBody = this.#incoming.unfinished !== null;
      this.#refuse(parserRefusal(error, { inBody, follows: !inBody && this.#incoming.hasAccepted }));
    }
    // Anything else is the socket's: it closes, and what was read is captured then.
  }

  /** Ends what has been going on for too long. */
  checkDeadlines(nowMs: number): void {
    const { limits } = this.#shared;
    if (this.#phase === 'collecting' && nowMs - this.#refusedAtMs > limits.headMs) this.#collecting?.finish();
    if (this.#phase !== 'open') return;
    const refusal = this.#incoming.overdue(nowMs);
    if (refusal !== null) this.#refuse(refusal);
  }

  /** The listener closes: replies that are due go out, a half-read request is captured as such. */
  shutDown(): void {
    this.#timed.finish();
    this.#collecting?.finish();
    if (this.#phase !== 'open') return;
    if (this.#isReading) this.#refuse(closingDown());
    else if (this.#unanswered === 0) this.#socket.destroy();
    else {
      this.#phase = 'closing';
      const draining = new Draining(this.#socket, this.#shared.limits);
      this.#onAllAnswered = () => draining.end(null);
    }
  }

  /** Since when nothing of a request has come and no reply is due, on the monotonic clock; null: it is in use. */
  get idleSinceMs(): number | null {
    return this.#phase === 'open' && this.#unanswered === 0 && !this.#isReading ? this.#heardAtMs : null;
  }

  /** Ends it while it is idle. */
  end(): void {
    this.#socket.destroy();
  }

  /** Whether there is something of a request that is not all there. */
  get #isReading(): boolean {
    return this.#incoming.unfinished !== null || !this.#incoming.isBlank;
  }

  #complete(exchange: Exchange, response: ServerResponse, problem: MalformedReason | null): void {
    const { intercept, monotonicMs, onBug, receive, refused } = this.#shared;
    const { headers, request } = exchange;
    const probe = intercept(request.method ?? '', request.url ?? '', headers);
    if (probe !== null) {
      this.#incoming.letGo(exchange);
      writeReply(response, probe, onBug);
      return;
    }
    if (problem !== null) refused.expectation++;
    const fixed = problem === null ? null : textReply(417, problem.message);
    const end = { nowMs: monotonicMs(), completeness: 'complete', problem } as const;
    receive(this.#incoming.arrivalOf(exchange, end), fixed)
      .then((reply) => {
        this.#incoming.letGo(exchange);
        this.#timed.give(response, reply);
      })
      .catch(onBug);
  }

  #answered(): void {
    this.#unanswered--;
    this.#heardAtMs = this.#shared.monotonicMs();
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
    this.#incoming.drop();
    new Draining(this.#socket, this.#shared.limits).end(null);
  }

  /** Ends the connection with the request that is being read: it is stored when all of it is there, then answered. */
  #refuse(refusal: Refusal): void {
    if (this.#phase !== 'open') return;
    this.#phase = 'collecting';
    if (refusal.cause !== null) this.#shared.refused[refusal.cause]++;
    const exchange = this.#incoming.refuse();
    this.#refused = exchange;
    // Its reply will not be Node's.
    if (exchange !== null) this.#unanswered--;
    const answer = refusal.afterReplies || this.#unanswered === 0;
    if (!refusal.settle || this.#socket.destroyed) {
      this.#store(refusal, exchange, answer);
      return;
    }
    const { limits, monotonicMs } = this.#shared;
    this.#refusedAtMs = monotonicMs();
    const collecting = new Collecting(
      this.#socket,
      limits.settleMs,
      (chunk) => {
        if (this.#incoming.takeRefused(exchange, chunk)) collecting.finish();
      },
      () => this.#store(refusal, exchange, answer),
    );
    this.#collecting = collecting;
  }

  #store(refusal: Refusal, exchange: Exchange | null, answer: boolean): void {
    this.#phase = 'closing';
    const { limits, now, onBug, receive } = this.#shared;
    const draining = new Draining(this.#socket, limits);
    const arrival = this.#refusedArrival(refusal, exchange);
    const { method, raw } = arrival;
    const unsent = !answer || !this.#socket.writable;
    const reply = textReply(refusal.status, refusal.message(raw), refusal.headers);
    receive(arrival, unsent ? 'unsent' : reply)
      .then((given) => {
        if (exchange === null) this.#incoming.letGoMalformed(raw);
        else this.#incoming.letGo(exchange);
        const last = unsent ? null : closingReply(given, method, now(), onBug);
        this.#onAllAnswered = () => draining.end(last);
        this.#endIfAnswered();
      })
      .catch(onBug);
  }

  #refusedArrival({ code, completeness, message }: Refusal, exchange: Exchange | null): Arrival {
    const nowMs = this.#shared.monotonicMs();
    const endOf = (raw: Uint8Array): EndOfRequest => ({
      nowMs,
      // A request for which there was no room may have been all there.
      completeness: completeness === 'truncated' && exchange?.isWhole ? 'complete' : completeness,
      problem: { code, message: message(raw) },
    });
    if (exchange === null) return this.#incoming.malformedArrival(endOf);
    return this.#incoming.arrivalOf(exchange, endOf(new Uint8Array(0)));
  }

  #closed(): void {
    if (this.#phase === 'collecting') this.#collecting?.finish();
    if (this.#phase !== 'open') return;
    if (this.#isReading) this.#refuse(this.#incoming.left(this.#reset));
    else this.#incoming.drop();
  }
}
