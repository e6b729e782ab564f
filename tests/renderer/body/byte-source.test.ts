import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src/core/result.ts';
import { type ByteSource, heldBytes, readRange } from '../../../src/renderer/src/body/byte-source.ts';

describe('readRange', () => {
  it('joins the slices of a large source in order', async () => {
    const bytes = Uint8Array.from({ length: 9 * 1024 * 1024 }, (_, index) => index * 7);
    const read = await readRange(heldBytes('test', bytes), 5, bytes.length);
    expect(read.ok && Buffer.from(read.value).equals(bytes.subarray(5))).toBe(true);
  });

  it('ends with what there is when a source is shorter than it says, and fails when reading does', async () => {
    const short: ByteSource = {
      key: 'short',
      totalBytes: 10,
      read: async (offset) => ok({ bytes: new Uint8Array(offset === 0 ? 4 : 0), offset, totalBytes: 10 }),
    };
    expect(await readRange(short, 0, 10)).toEqual(ok(new Uint8Array(4)));
    const gone: ByteSource = { ...short, read: async () => fail({ code: 'not-found', what: 'capture' }) };
    expect(await readRange(gone, 0, 10)).toEqual(fail({ code: 'not-found', what: 'capture' }));
  });
});
