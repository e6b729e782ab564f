import { Buffer } from 'node:buffer';

/** All in one buffer, which is nobody else's and can be handed to another thread: one for many costs what one costs. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  // Not filled with zeros first, which takes as long as copying; slow means outside the pool that others share.
  const all = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
