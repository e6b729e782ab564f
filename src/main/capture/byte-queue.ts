import { joined } from '../joined-bytes.ts';

/** Parts under this are copied together: a million one-byte segments would cost a hundred times their size as arrays. */
const SMALL = 1024;
const BLOCK = 16 * 1024;
const NO_BLOCK = new Uint8Array(0);

/** Bytes in the order of arrival, kept as they came from the socket until they are asked for in one piece. */
export class ByteQueue {
  #parts: Uint8Array[] = [];
  #length = 0;
  /**
   * Where small parts are gathered: those from `#sealed` to `#used` follow `#parts`, those before are among them. A block goes on after
   * a large part; one for each small part between large ones would take sixteen times what it holds.
   */
  #block = NO_BLOCK;
  #sealed = 0;
  #used = 0;
  #isBlank = true;

  get length(): number {
    return this.#length;
  }

  push(part: Uint8Array): void {
    this.pushRange(part, 0, part.length);
  }

  /** Of a range that is small no view is made: a body may have millions of them. */
  pushRange(source: Uint8Array, start: number, end: number): void {
    const size = end - start;
    if (size === 0) return;
    const isFirst = this.#length === 0;
    this.#length += size;
    for (let at = start; this.#isBlank && at < end; at++) this.#isBlank = isLineBreak(source[at] ?? 0);
    if (isFirst || size >= SMALL) {
      this.#seal();
      this.#parts.push(source.subarray(start, end));
      return;
    }
    if (this.#used + size > this.#block.length) {
      this.#seal();
      this.#leaveBlock(new Uint8Array(BLOCK));
    }
    for (let at = start; at < end; at++) this.#block[this.#used++] = source[at] ?? 0;
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
    if (this.#length === 0) this.#leaveBlock();
  }

  /** Empties the queue into one array; a view of what came when that was one part. */
  takeAll(): Uint8Array {
    this.#seal();
    const parts = this.#parts;
    this.#parts = [];
    // It may be what is given.
    this.#leaveBlock();
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
    if (this.#used === this.#sealed) return;
    this.#parts.push(this.#block.subarray(this.#sealed, this.#used));
    this.#sealed = this.#used;
  }

  #leaveBlock(next = NO_BLOCK): void {
    this.#block = next;
    this.#sealed = 0;
    this.#used = 0;
  }
}

function isLineBreak(byte: number): boolean {
  return byte === 0x0d || byte === 0x0a;
}
