import type { CaptureId } from '../../../core/capture.ts';
import type { Bridge, BytesSlice } from '../../../core/contract.ts';
import type { Failure } from '../../../core/failure.ts';
import { ok, type Result } from '../../../core/result.ts';

/** Bytes that are fetched as far as they are looked at. */
export interface ByteSource {
  /** Two sources with one key hold the same bytes. */
  readonly key: string;
  readonly totalBytes: number;
  read(offset: number, maxBytes: number): Promise<Result<BytesSlice, Failure>>;
}

export function captureBytes(
  bridge: Bridge,
  id: CaptureId,
  part: 'body' | 'raw' | 'reply',
  totalBytes: number,
): ByteSource {
  return {
    key: `capture ${id} ${part} ${totalBytes}`,
    totalBytes,
    read: (offset, maxBytes) => bridge.call('captures.bytes', { id, part, offset, maxBytes }),
  };
}

export function attemptBytes(bridge: Bridge, id: number, part: 'request' | 'reply', totalBytes: number): ByteSource {
  return {
    key: `attempt ${id} ${part} ${totalBytes}`,
    totalBytes,
    read: (offset, maxBytes) => bridge.call('attempts.bytes', { id, part, offset, maxBytes }),
  };
}

/** Bytes that are already here. `key` names them. */
export function heldBytes(key: string, bytes: Uint8Array): ByteSource {
  return {
    key: `held ${key}`,
    totalBytes: bytes.length,
    read: async (offset, maxBytes) =>
      ok({ bytes: bytes.subarray(offset, offset + maxBytes), offset, totalBytes: bytes.length }),
  };
}

/** One call of the contract; the rest of a large body comes in as many as it takes. */
const SLICE_BYTES = 4 * 1024 * 1024;

/** The bytes from `from` up to `end`, in one piece; calls back with what is there so far. */
export async function readRange(source: ByteSource, from: number, end: number): Promise<Result<Uint8Array, Failure>> {
  const stop = Math.min(end, source.totalBytes);
  const whole = new Uint8Array(Math.max(0, stop - from));
  let at = 0;
  while (at < whole.length) {
    const slice = await source.read(from + at, Math.min(SLICE_BYTES, whole.length - at));
    if (!slice.ok) return slice;
    // Shorter than its length says: the store gave what it has.
    if (slice.value.bytes.length === 0) return ok(whole.subarray(0, at));
    whole.set(slice.value.bytes, at);
    at += slice.value.bytes.length;
  }
  return ok(whole);
}
