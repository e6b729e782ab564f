import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nodeCodec } from '../../../src/main/diagnosis/node-codec.ts';

const plain = (bytes: Uint8Array | null) => (bytes === null ? null : [...bytes]);

describe.each(['gzip', 'deflate', 'br', 'zstd'])('%s', (coding) => {
  const content = randomBytes(500);
  const encoded = nodeCodec.encode(coding, content) ?? new Uint8Array(0);

  it('decodes what it encodes', () => {
    expect(plain(nodeCodec.decode(coding, encoded, 500))).toEqual([...content]);
  });
  it('answers null over the bound, for cut and for other bytes', () => {
    expect(nodeCodec.decode(coding, encoded, 499)).toBeNull();
    expect(nodeCodec.decode(coding, encoded.subarray(0, 100), 500)).toBeNull();
    expect(nodeCodec.decode(coding, Uint8Array.of(1, 2, 3, 4), 500)).toBeNull();
    expect(nodeCodec.decode(coding, new Uint8Array(0), 500)).toBeNull();
  });
});

describe('other codings', () => {
  it('are null', () => {
    expect(nodeCodec.decode('compress', new Uint8Array(3), 10)).toBeNull();
    expect(nodeCodec.encode('compress', new Uint8Array(3))).toBeNull();
    expect(nodeCodec.decode('toString', new Uint8Array(3), 10)).toBeNull();
  });
  it('deflate is read without its wrapper, too', () => {
    expect(plain(nodeCodec.decode('deflate', deflateRawSync(Uint8Array.of(7, 7, 7)), 10))).toEqual([7, 7, 7]);
  });
});
