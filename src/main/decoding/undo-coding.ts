import type { Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import { concatBytes } from '../../core/bytes.ts';
import { SAMPLE_BYTES } from '../../core/view/choose-view.ts';
import {
  type ContentCoding,
  type DecodedBody,
  type DecodingProblem,
  hasZlibHeader,
  MAX_DECODED_BYTES,
} from '../../core/view/content-coding.ts';
import { looksLikeText } from '../../core/view/text.ts';

/**
 * Undoes content codings, the last applied first, up to `MAX_DECODED_BYTES` after each. `incomplete`: the bytes were cut, so that
 * they end early is no problem.
 */
export async function undoCodings(
  bytes: Uint8Array,
  codings: readonly ContentCoding[],
  incomplete: boolean,
): Promise<DecodedBody> {
  let current: DecodedBody = { bytes, cut: false, problem: null };
  for (const coding of codings.toReversed()) {
    const cutBefore = incomplete || current.cut || current.problem !== null;
    const next = await undoCoding(current.bytes, coding, cutBefore);
    current = { bytes: next.bytes, cut: next.cut || current.cut, problem: current.problem ?? next.problem };
  }
  return current;
}

async function undoCoding(bytes: Uint8Array, coding: ContentCoding, incomplete: boolean): Promise<DecodedBody> {
  const whole = await read(decoderOf(coding, bytes), [bytes], coding);
  const { problem } = whole;
  if (problem === null || bytes.length === 0) return whole;
  // Any text is some bytes of raw deflate before it stops being any.
  if (coding === 'deflate' && !hasZlibHeader(bytes) && looksLikeText(bytes.subarray(0, SAMPLE_BYTES)))
    return { bytes: new Uint8Array(), cut: false, problem: { coding, what: 'invalid' } };
  const again = await read(decoderOf(coding, bytes), pieces(bytes), coding);
  return { ...again, problem: problem.what === 'ends-early' && incomplete ? null : problem };
}

/** Output of one call into zlib. Memory for a bomb is this beyond the bound. */
const CHUNK_BYTES = 64 * 1024;

/** log2 of 8 MiB, the largest window that RFC 9659 lets the zstd content coding use. */
const ZSTD_WINDOW_LOG = 23;

function decoderOf(coding: ContentCoding, bytes: Uint8Array): Transform {
  const options = { chunkSize: CHUNK_BYTES };
  switch (coding) {
    case 'gzip':
      return createGunzip(options);
    case 'deflate':
      return hasZlibHeader(bytes) ? createInflate(options) : createInflateRaw(options);
    case 'br':
      return createBrotliDecompress(options);
    case 'zstd':
      return createZstdDecompress({ ...options, params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } });
  }
}

/** Node drops what a failing call has already put out, so a body with a fault is read again in small steps. */
const STEPS = 4096;

function pieces(bytes: Uint8Array): readonly Uint8Array[] {
  const step = Math.max(1, Math.ceil(bytes.length / STEPS));
  return Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) =>
    bytes.subarray(index * step, (index + 1) * step),
  );
}

/** What comes out until the end, the bound, or the first invalid byte. */
function read(decoder: Transform, input: readonly Uint8Array[], coding: ContentCoding): Promise<DecodedBody> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const settle = (cut: boolean, problem: DecodingProblem | null): void =>
      resolve({ bytes: concatBytes(chunks), cut, problem });
    // A listener, not an iterator: an iterator loses what was read but not yet taken when an error comes.
    decoder.on('data', (chunk: Uint8Array) => {
      const room = MAX_DECODED_BYTES - length;
      if (room > 0) chunks.push(chunk.subarray(0, room));
      length += chunk.length;
      if (length <= MAX_DECODED_BYTES) return;
      decoder.destroy();
      settle(true, null);
    });
    decoder.on('end', () => settle(false, null));
    decoder.on('error', (error) => {
      const what = problemOf(error);
      if (what === null) reject(error);
      else settle(false, { coding, what });
    });
    for (const piece of input) decoder.write(piece);
    decoder.end();
  });
}

/** zlib's errors have codes of its own; null: something else. */
function problemOf(error: Error): DecodingProblem['what'] | null {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return 'ends-early';
  if (code === 'ZSTD_error_frameParameter_windowTooLarge') return 'window';
  return /^(Z_|ERR_|ZSTD_)/.test(code) ? 'invalid' : null;
}
