import { joined } from '../joined-bytes.ts';

/** Parts under this are copied together: a million one-byte segments would cost a hundred times their size as arrays. */
const SMALL = 1024;
const BLOCK = 16 * 1024;

/** Bytes in the order of arrival, kept as they came from the socket until they are asked for in one piece. */
export class ByteQueue {
  #parts: Uint8Array[] = [];
  #length = 0;
  /** Where small parts are gathered; always follows `#parts`. */
  #block: Uint8Array | null = null;
  #used = 0;
  #isBlank = true;

  get length(): number {
    return this.#length;
  }

  push(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#length += part.length;
    this.#isBlank = this.#isBlank && part.every(isLineBreak);
    if (this.#length === part.length || part.length >= SMALL) {
      this.#seal();
      this.#parts.push(part);
      return;
    }
    if (this.#block === null || this.#used + part.length > BLOCK) {
      this.#seal();
      this.#block = new Uint8Array(BLOCK);
    }
    this.#block.set(part, this.#used);
    this.#used += part.length;
  }

  /** Drops everything after the first `length` bytes. */
  truncate(length: number): void {
    this.#seal();
    const kept: Uint8Array[] = [];
    let room = length;
    for (const part of this.#parts) {
      if (room === 0) break;
      kept.push(part.length <= room ? part : part.subarray(0, room));
      room -= Math.min(room, part.length);
    }
    this.#parts = kept;
    this.#isBlank ||= length === 0;
    this.#length = length - room;
  }

  /** Empties the queue into one array; a view of what came when that was one part. */
  takeAll(): Uint8Array {
    this.#seal();
    const parts = this.#parts;
    this.#parts = [];
    this.#length = 0;
    this.#isBlank = true;
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return only;
    return joined(parts);
  }

  /** As `takeAll`, but the array is all of its buffer, so that it can be transferred to a worker without taking others along. */
  takeOwned(): Uint8Array {
    const all = this.takeAll();
    return all.byteLength === all.buffer.byteLength ? new Uint8Array(all.buffer) : new Uint8Array(all);
  }

  /** Whether it holds nothing but line breaks, which may stand before a request (RFC 9112, section 2.2). */
  get isBlank(): boolean {
    return this.#isBlank;
  }

  #seal(): void {
    if (this.#block === null) return;
    this.#parts.push(this.#block.subarray(0, this.#used));
    this.#block = null;
    this.#used = 0;
  }
}

function isLineBreak(byte: number): boolean {
  return byte === 0x0d || byte === 0x0a;
}
