import { Buffer } from 'node:buffer';
import { joined } from './joined-bytes.ts';

/** Bytes on their way to another thread. */
export interface LentBytes {
  readonly bytes: Uint8Array;
  /** What a message with them has to hand over for good. */
  readonly transfer: readonly ArrayBuffer[];
  /** To be called once, when the other thread has read them or has ended: what comes next is written over them. */
  takeBack(): void;
}

/** Shared memory that is used over and over. */
export interface Lender {
  /** All of `parts`, one after the other. They are copied. */
  lend(parts: readonly Uint8Array[]): LentBytes;
}

const SMALLEST = 64 * 1024;
/** Larger ones are rare, and a buffer of their own costs little beside reading them. */
const LARGEST = 4 * 1024 * 1024;
/** Kept for what comes next: some messages' worth. */
const KEPT_BYTES = 8 * 1024 * 1024;

/**
 * V8 takes each buffer that is made for a message for garbage to come, in both threads, and collects all of their heaps after some
 * tens of MiB: at 64 KiB a request that was every 160 requests, and a seventh of all CPU time. What is shared it does not count.
 */
export function createLender(): Lender {
  const free = new Map<number, Buffer[]>();
  let keptBytes = 0;

  function take(size: number): Buffer {
    const known = free.get(size)?.pop();
    if (known === undefined) return Buffer.from(new SharedArrayBuffer(size));
    keptBytes -= size;
    return known;
  }

  function keep(memory: Buffer): void {
    const size = memory.length;
    // What messages of another size left behind must not keep those that come now from being kept.
    for (let other = LARGEST; other >= SMALLEST && keptBytes + size > KEPT_BYTES; ) {
      if (other === size || free.get(other)?.pop() === undefined) other /= 2;
      else keptBytes -= other;
    }
    if (keptBytes + size > KEPT_BYTES) return;
    keptBytes += size;
    const same = free.get(size);
    if (same === undefined) free.set(size, [memory]);
    else same.push(memory);
  }

  return {
    lend(parts) {
      let length = 0;
      for (const part of parts) length += part.length;
      if (length === 0 || length > LARGEST) {
        const own = joined(parts);
        return { bytes: own, transfer: [own.buffer], takeBack: () => undefined };
      }
      let size = SMALLEST;
      while (size < length) size *= 2;
      const memory = take(size);
      let at = 0;
      for (const part of parts) {
        memory.set(part, at);
        at += part.length;
      }
      return { bytes: memory.subarray(0, length), transfer: [], takeBack: () => keep(memory) };
    },
  };
}
