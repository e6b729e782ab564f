import type { IncomingMessage } from 'node:http';
import type { CaptureVia, Completeness, MalformedReason } from '../../core/capture.ts';
import { type HeaderList, pairHeaders } from '../../core/http/headers.ts';
import type { Arrival } from '../inbox.ts';
import { type BodyFraming, declaredLength, framingOf } from './body-framing.ts';
import { ByteQueue } from './byte-queue.ts';
import { readableRequestLine } from './malformed.ts';
import type { SenderLoad } from './senders.ts';

/** When a request's first byte came: by the wall clock, and by the monotonic one that durations are taken from. */
export interface Moment {
  readonly at: number;
  readonly monotonicMs: number;
}

export interface Peer {
  readonly address: string;
  readonly port: number;
}

/** When and how the reading of a request ended. */
export interface EndOfRequest {
  readonly nowMs: number;
  readonly completeness: Completeness;
  readonly problem: MalformedReason | null;
}

/** One request whose head the parser has accepted, while its body comes in. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly headers: HeaderList;
  readonly declaredBodyBytes: number | null;
  readonly started: Moment;
  readonly framing: BodyFraming;
  /** The load of its sender, where one is known. */
  sender: SenderLoad | null = null;
  /** What was taken for its bytes are not those that the parser has read: a fault of ours. */
  isMisread = false;
  /** Memory that it takes: its bytes, and its content where that is a copy. */
  #heldBytes = 0;
  #isCut = false;
  readonly #bytes = new ByteQueue();
  readonly #headBytes: number;
  readonly #headMs: number;

  /** `headBytes`: from the first byte to the empty line after the headers. */
  constructor(request: IncomingMessage, headBytes: number, started: Moment, nowMs: number, bodyLimit: number) {
    this.request = request;
    this.headers = pairHeaders(request.rawHeaders);
    this.declaredBodyBytes = declaredLength(this.headers);
    this.started = started;
    this.framing = framingOf(this.headers, bodyLimit);
    this.#headBytes = headBytes;
    this.#headMs = nowMs - started.monotonicMs;
  }

  /** Nothing of it is missing. */
  get isWhole(): boolean {
    return this.framing.done && !this.#isCut;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Takes what is this request's from the bytes that begin with its head; returns how many those are. */
  takeFirst(bytes: Uint8Array): number {
    const used = this.#headBytes + this.framing.feed(bytes.subarray(this.#headBytes));
    this.#keep(bytes.subarray(0, used));
    return used;
  }

  /** Takes what is this request's from further bytes; returns how many those are. */
  take(bytes: Uint8Array): number {
    const used = this.framing.feed(bytes);
    this.#keep(bytes.subarray(0, used));
    return used;
  }

  /** Takes bytes that the parser refused as part of this request. */
  takeRefused(bytes: Uint8Array): void {
    this.framing.feed(bytes);
    this.#keep(bytes);
  }

  /** Keeps the head and the beginning of the body; returns how many bytes are dropped. */
  truncateBody(wireBytes: number): number {
    const before = this.#bytes.length;
    this.#bytes.truncate(this.#headBytes + wireBytes);
    const dropped = before - this.#bytes.length;
    this.#isCut ||= dropped > 0;
    this.#hold(-dropped);
    return dropped;
  }

  /** Empties the exchange into what the inbox takes. */
  arrival(peer: Peer, via: CaptureVia, end: EndOfRequest): Arrival {
    const raw = this.#bytes.takeOwned();
    const body = this.framing.contentOf(raw.subarray(this.#headBytes));
    if (body.buffer !== raw.buffer) this.#hold(body.length);
    return {
      kind: 'request',
      receivedAt: this.started.at,
      via,
      peer,
      method: this.request.method ?? '',
      target: this.request.url ?? '',
      httpVersion: this.request.httpVersion,
      headers: this.headers,
      trailers: pairHeaders(this.request.rawTrailers),
      completeness: end.completeness,
      declaredBodyBytes: this.declaredBodyBytes,
      malformed: end.problem,
      timings: { headMs: this.#headMs, bodyMs: end.nowMs - this.started.monotonicMs },
      raw,
      body,
    };
  }

  #keep(bytes: Uint8Array): void {
    this.#bytes.push(bytes);
    this.#hold(bytes.length);
  }

  #hold(bytes: number): void {
    this.#heldBytes += bytes;
    if (this.sender !== null) this.sender.bytes += bytes;
  }
}

/** A request that the parser refused: its bytes and the reason are all there is, and its request line when readable. */
export function malformedArrival(
  raw: Uint8Array,
  peer: Peer,
  via: CaptureVia,
  started: Moment,
  end: EndOfRequest,
): Arrival {
  const lastedMs = end.nowMs - started.monotonicMs;
  return {
    kind: 'malformed',
    receivedAt: started.at,
    via,
    peer,
    ...readableRequestLine(raw),
    headers: [],
    trailers: [],
    completeness: end.completeness,
    declaredBodyBytes: null,
    malformed: end.problem,
    timings: { headMs: lastedMs, bodyMs: lastedMs },
    raw,
    body: new Uint8Array(0),
  };
}
