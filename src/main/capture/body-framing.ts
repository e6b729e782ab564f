import { firstHeader, type HeaderList, headerValues } from '../../core/http/headers.ts';
import { isChunked } from '../../core/http/raw-message.ts';
import { ByteQueue } from './byte-queue.ts';

/**
 * Finds where the body of one request ends in the bytes of its connection (RFC 9112, section 6.3). Node's parser judges
 * whether the framing is valid; this only counts, and sees every byte before the parser does.
 */
export interface BodyFraming {
  /** Counts bytes that follow those fed before and returns how many of them are this body's. */
  feed(bytes: Uint8Array): number;
  /** All of the body was fed. */
  readonly done: boolean;
  /** The body is longer than the limit; what lies beyond it was not counted. */
  readonly over: boolean;
  /** Length of the content fed so far, without chunk framing. */
  readonly contentBytes: number;
  /** The content in a body's wire bytes, as far as it is readable. A view when it is in one piece. */
  contentOf(wire: Uint8Array): Uint8Array;
}

/** The framing that a request with these headers has, once the parser has accepted them. */
export function framingOf(headers: HeaderList, limitBytes: number): BodyFraming {
  if (headerValues(headers, 'transfer-encoding').length > 0) {
    return isChunked(headers) ? new ChunkedFraming(limitBytes) : new EndlessFraming(limitBytes);
  }
  return new LengthFraming(declaredLength(headers) ?? 0, limitBytes);
}

/** The Content-Length of a request that the parser accepted, or null when it has none. */
export function declaredLength(headers: HeaderList): number | null {
  const value = firstHeader(headers, 'content-length');
  return value === undefined ? null : Number(value.trim());
}

class LengthFraming implements BodyFraming {
  readonly #declared: number;
  readonly #limit: number;
  #fed = 0;

  constructor(declared: number, limit: number) {
    this.#declared = declared;
    this.#limit = limit;
  }

  get done(): boolean {
    return this.#fed === this.#declared;
  }

  get over(): boolean {
    return this.#declared > this.#limit && this.#fed === this.#limit;
  }

  get contentBytes(): number {
    return this.#fed;
  }

  contentOf(wire: Uint8Array): Uint8Array {
    return wire.subarray(0, this.#fed);
  }

  feed(bytes: Uint8Array): number {
    const used = Math.min(bytes.length, Math.min(this.#declared, this.#limit) - this.#fed);
    this.#fed += used;
    return used;
  }
}

/** A transfer coding that the parser is about to refuse: whatever follows is the sender's idea of a body. */
class EndlessFraming implements BodyFraming {
  readonly done = false;
  readonly #limit: number;
  #fed = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get over(): boolean {
    return this.#fed === this.#limit;
  }

  get contentBytes(): number {
    return this.#fed;
  }

  contentOf(wire: Uint8Array): Uint8Array {
    return wire;
  }

  feed(bytes: Uint8Array): number {
    const used = Math.min(bytes.length, this.#limit - this.#fed);
    this.#fed += used;
    return used;
  }
}

const CR = 0x0d;
const LF = 0x0a;
const SEMICOLON = 0x3b;

/** Chunk sizes and extensions may outweigh the content; beyond twice the limit and this, the body counts as too long. */
const FRAMING_ALLOWANCE_BYTES = 64 * 1024;

/** Of a chunk's size, zeros in front not counted: the parser takes any number of those, and 64 bits. */
const MOST_DIGITS = 16;

type ChunkState = 'size' | 'extension' | 'data' | 'data-end' | 'trailer-start' | 'trailer' | 'last' | 'done' | 'lost';

/** RFC 9112, section 7.1. In bytes that are no chunks it is `lost` and takes everything; the parser refuses those. */
class ChunkedFraming implements BodyFraming {
  readonly #limit: number;
  /**
   * The content as it came, and where it lies on the wire while it is in one piece. Kept from the beginning: to look for it at the
   * end in 64 MiB of one-byte chunks held everything else up for seconds.
   */
  readonly #parts = new ByteQueue();
  #partsBegin = 0;
  #partsEnd = 0;
  #isOnePiece = true;
  #content: Uint8Array | null = null;
  #state: ChunkState = 'size';
  #size = 0;
  #hasDigit = false;
  #digits = 0;
  #left = 0;
  #contentBytes = 0;
  #wireBytes = 0;
  #over = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  get over(): boolean {
    return this.#over;
  }

  get contentBytes(): number {
    return this.#contentBytes;
  }

  contentOf(wire: Uint8Array): Uint8Array {
    if (wire.length !== this.#wireBytes) {
      // Less than was fed is kept of a request for which there was no room.
      const again = new ChunkedFraming(this.#limit);
      const used = again.feed(wire);
      return again.contentOf(wire.subarray(0, used));
    }
    if (this.#isOnePiece) return wire.subarray(this.#partsBegin, this.#partsEnd);
    this.#content ??= this.#parts.takeOwned();
    return this.#content;
  }

  feed(bytes: Uint8Array): number {
    let at = 0;
    while (at < bytes.length && this.#state !== 'done' && !this.#over) {
      at = this.#state === 'data' ? this.#feedData(bytes, at) : this.#feedLine(bytes, at);
    }
    this.#wireBytes += at;
    if (!this.done && this.#wireBytes > 2 * this.#limit + FRAMING_ALLOWANCE_BYTES) this.#over = true;
    return at;
  }

  #feedData(bytes: Uint8Array, at: number): number {
    const end = Math.min(bytes.length, at + this.#left, at + this.#limit - this.#contentBytes);
    this.#contentBytes += end - at;
    this.#left -= end - at;
    if (end > at) this.#collect(bytes, at, end);
    if (this.#left === 0) this.#state = 'data-end';
    else if (this.#contentBytes === this.#limit) this.#over = true;
    return end;
  }

  #collect(bytes: Uint8Array, at: number, end: number): void {
    const wireAt = this.#wireBytes + at;
    if (this.#parts.length === 0) this.#partsBegin = wireAt;
    else if (wireAt !== this.#partsEnd) this.#isOnePiece = false;
    this.#partsEnd = wireAt + end - at;
    this.#parts.pushRange(bytes, at, end);
  }

  #feedLine(bytes: Uint8Array, at: number): number {
    if (this.#state === 'lost') return bytes.length;
    if (this.#state === 'extension' || this.#state === 'trailer') {
      const end = bytes.indexOf(LF, at);
      if (end === -1) return bytes.length;
      this.#state = this.#state === 'trailer' ? 'trailer-start' : this.#afterSize();
      return end + 1;
    }
    this.#feedByte(bytes[at] ?? 0);
    return at + 1;
  }

  #feedByte(byte: number): void {
    switch (this.#state) {
      case 'size': {
        const digit = hexDigit(byte);
        if (digit !== -1 && this.#digits < MOST_DIGITS) {
          this.#hasDigit = true;
          // Not exact beyond 2^53, which is beyond every limit.
          this.#size = this.#size * 16 + digit;
          if (this.#size > 0) this.#digits++;
        } else this.#state = this.#hasDigit && (byte === CR || byte === SEMICOLON) ? 'extension' : 'lost';
        break;
      }
      case 'data-end':
        if (byte === LF) this.#state = 'size';
        else if (byte !== CR) this.#state = 'lost';
        break;
      case 'trailer-start':
        this.#state = byte === CR ? 'last' : 'trailer';
        break;
      default:
        this.#state = byte === LF ? 'done' : 'lost';
    }
  }

  #afterSize(): ChunkState {
    const size = this.#size;
    this.#size = 0;
    this.#hasDigit = false;
    this.#digits = 0;
    this.#left = size;
    return size === 0 ? 'trailer-start' : 'data';
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
