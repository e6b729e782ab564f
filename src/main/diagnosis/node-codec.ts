import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import type { ContentCodec } from '../../core/diagnosis/body-forms/body-form.ts';
import { hasZlibHeader } from '../../core/view/content-coding.ts';

type Decode = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

const decoders: Readonly<Record<string, Decode>> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
  deflate: (bytes, options) => (hasZlibHeader(bytes) ? inflateSync(bytes, options) : inflateRawSync(bytes, options)),
};

/** At the levels that are the tools' own defaults. */
const encoders: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: gzipSync,
  deflate: deflateSync,
  // Node's default, 11, takes seconds for a megabyte; servers compress on the fly with 4.
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  zstd: zstdCompressSync,
};

/**
 * Content codings by node:zlib, all or nothing: what was signed is a whole body. (A view shows what it can of a broken one:
 * `decoding/undo-coding.ts`.) Output is bounded while it is made: 51 bytes of brotli can stand for 64 MB.
 */
export const nodeCodec: ContentCodec = {
  decode(coding, bytes, maxBytes) {
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    return decode === undefined ? null : orNull(() => decode(bytes, { maxOutputLength: maxBytes }));
  },
  encode(coding, bytes) {
    const encode = Object.hasOwn(encoders, coding) ? encoders[coding] : undefined;
    return encode === undefined ? null : orNull(() => encode(bytes));
  },
};

function orNull(run: () => Uint8Array): Uint8Array | null {
  try {
    const { buffer, byteOffset, length } = run();
    return new Uint8Array(buffer, byteOffset, length);
  } catch {
    // zlib throws for broken input and for output over the bound, which are answers here.
    return null;
  }
}
