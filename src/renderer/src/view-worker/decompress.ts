import { concatBytes } from '../../../core/bytes.ts';
import { type ContentCoding, MAX_DECODED_BYTES } from '../../../core/view/content-coding.ts';
import type { DecodedBody } from './job.ts';

/**
 * Undoes content codings, the last applied first, up to `MAX_DECODED_BYTES`. null: this browser cannot undo one of them
 * (older ones lack brotli and zstd), so the body is shown as stored.
 */
export async function decodeBody(
  bytes: Uint8Array,
  codings: readonly ContentCoding[],
  incomplete: boolean,
): Promise<DecodedBody | null> {
  let current: Omit<DecodedBody, 'codings'> = { bytes, cut: false, problem: null };
  for (const coding of codings.toReversed()) {
    const next = await undo(current.bytes, coding, incomplete || current.cut || current.problem !== null);
    if (next === null) return null;
    current = { ...next, cut: next.cut || current.cut, problem: current.problem ?? next.problem };
  }
  return { codings, ...current };
}

/** The names of the Compression Standard; `deflate` there is zlib's format, as in HTTP. */
const FORMATS: Record<ContentCoding, readonly string[]> = {
  gzip: ['gzip'],
  // RFC 9110, section 8.4.1.2: "some non-conformant implementations send the deflate data without the zlib wrapper".
  deflate: ['deflate', 'deflate-raw'],
  br: ['brotli', 'br'],
  zstd: ['zstd'],
};

async function undo(
  bytes: Uint8Array,
  coding: ContentCoding,
  incomplete: boolean,
): Promise<Omit<DecodedBody, 'codings'> | null> {
  let first: Omit<DecodedBody, 'codings'> | null = null;
  for (const format of FORMATS[coding]) {
    const stream = decompression(format);
    if (stream === null) continue;
    const result = await readAll(bytes, stream, coding === 'br' || coding === 'zstd' ? DENSE_SLICE_BYTES : SLICE_BYTES);
    if (!result.failed) return { bytes: result.bytes, cut: result.cut, problem: null };
    const problem = incomplete ? null : `The body is not complete or valid ${coding}.`;
    if (first === null || result.bytes.length > first.bytes.length)
      first = { bytes: result.bytes, cut: false, problem };
  }
  return first;
}

/**
 * Chromium queues all that one written slice expands to before the reader can stop it: 16 KiB of deflate are 16 MiB at most
 * (1,032 to 1), but brotli and zstd know no such bound, so they are fed in crumbs.
 */
const SLICE_BYTES = 16 * 1024;
const DENSE_SLICE_BYTES = 256;

async function feed(bytes: Uint8Array, writer: WritableStreamDefaultWriter<BufferSource>, step: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += step) {
    await writer.ready;
    await writer.write(bytes.slice(at, at + step));
  }
  await writer.close();
}

function decompression(format: string): DecompressionStream | null {
  try {
    // The DOM library lists the formats of its own year; a browser may know more.
    return new DecompressionStream(format as CompressionFormat);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** What comes out until the end, the limit, or the first invalid byte. */
async function readAll(
  bytes: Uint8Array,
  stream: DecompressionStream,
  sliceBytes: number,
): Promise<{ bytes: Uint8Array; cut: boolean; failed: boolean }> {
  // The reader below meets the same error; this only keeps it from counting as unhandled.
  const written = feed(bytes, stream.writable.getWriter(), sliceBytes).catch(() => undefined);
  const reader = stream.readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (length >= MAX_DECODED_BYTES) {
        await reader.cancel();
        return { bytes: concatBytes(chunks).subarray(0, MAX_DECODED_BYTES), cut: true, failed: false };
      }
    }
  } catch (error) {
    // The Compression Standard reports invalid and truncated input as a TypeError.
    if (error instanceof TypeError) return { bytes: concatBytes(chunks), cut: false, failed: true };
    throw error;
  }
  await written;
  return { bytes: concatBytes(chunks), cut: false, failed: false };
}
