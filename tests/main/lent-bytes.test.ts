import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLender, type LentBytes } from '../../src/main/lent-bytes.ts';

const part = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.integer({ min: 0, max: 300_000 }).map((length) => new Uint8Array(length).fill(length % 251)),
);

describe('lent bytes', () => {
  it('are what was given until they are taken back, whatever is lent besides', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(part, { maxLength: 4 }), fc.nat(3)), { maxLength: 30 }), (steps) => {
        const lender = createLender();
        const out: { readonly lent: LentBytes; readonly wanted: Buffer }[] = [];
        for (const [parts, back] of steps) {
          out.push({ lent: lender.lend(parts), wanted: Buffer.concat(parts) });
          for (const { lent, wanted } of out) expect(wanted.equals(lent.bytes)).toBe(true);
          const [returned] = back === 0 ? out.splice(0, 1) : [];
          returned?.lent.takeBack();
        }
      }),
    );
  });

  it('are in the same memory again once they are taken back', () => {
    const lender = createLender();
    const [first, second] = [lender.lend([new Uint8Array(100)]), lender.lend([new Uint8Array(100)])];
    expect(second.bytes.buffer).not.toBe(first.bytes.buffer);
    first.takeBack();
    expect(lender.lend([new Uint8Array(200)]).bytes.buffer).toBe(first.bytes.buffer);
    expect([first.transfer, second.transfer]).toEqual([[], []]);
  });

  it('are given away where they are too many to be kept', () => {
    const { bytes, transfer } = createLender().lend([new Uint8Array(3 * 2 ** 20), new Uint8Array(2 * 2 ** 20)]);
    expect([bytes.length, transfer]).toEqual([5 * 2 ** 20, [bytes.buffer]]);
  });

  it('are in the same memory again also after many were lent at once', () => {
    const lender = createLender();
    const large = Array.from({ length: 2 }, () => lender.lend([new Uint8Array(4 * 2 ** 20)]));
    for (const each of large) each.takeBack();
    const small = lender.lend([new Uint8Array(100)]);
    small.takeBack();
    expect(lender.lend([new Uint8Array(100)]).bytes.buffer).toBe(small.bytes.buffer);
    expect(lender.lend([new Uint8Array(4 * 2 ** 20)]).bytes.buffer).toBe(large[0]?.bytes.buffer);
  });

  it('are in the same memory again whatever was lent at once before, larger or smaller', () => {
    const lender = createLender();
    const small = Array.from({ length: 16 }, () => lender.lend([new Uint8Array(2 ** 19)]));
    for (const each of small) each.takeBack();
    const large = lender.lend([new Uint8Array(4 * 2 ** 20)]);
    large.takeBack();
    expect(lender.lend([new Uint8Array(4 * 2 ** 20)]).bytes.buffer).toBe(large.bytes.buffer);
  });

  it('keep no more memory than some messages’ worth', () => {
    const lender = createLender();
    const lent = Array.from({ length: 5 }, () => lender.lend([new Uint8Array(4 * 2 ** 20)]));
    const memories = new Set(lent.map(({ bytes }) => bytes.buffer));
    for (const each of lent) each.takeBack();
    const again = Array.from({ length: 5 }, () => lender.lend([new Uint8Array(4 * 2 ** 20)]));
    expect(again.filter(({ bytes }) => memories.has(bytes.buffer))).toHaveLength(2);
  });
});
