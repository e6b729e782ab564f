import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { ComparedContent } from '../../../src/core/diagnosis/diagnosis.ts';
import { differenceWindow, hasMore } from '../../../src/renderer/src/features/signature/difference-window.ts';

function compared(received: Uint8Array, signed: Uint8Array, offset = 0): ComparedContent {
  let at = 0;
  while (at < Math.min(received.length, signed.length) && received[at] === signed[at]) at++;
  const side = (bytes: Uint8Array) => ({ bytes: bytes.subarray(offset), offset, totalBytes: bytes.length });
  return { what: 'body', form: 'test', received: side(received), signed: side(signed), firstDifference: at };
}

describe('the window around the first difference', () => {
  it('holds short contents whole', () => {
    const window = differenceWindow(compared(utf8Bytes('{"a": 1}'), utf8Bytes('{"a":1}')), 'near');
    expect(window).toEqual({ kind: 'text', cut: false, received: '{"a": 1}', signed: '{"a":1}' });
  });

  it('holds the difference of long ones, and everything when asked', () => {
    const [received, signed] = [`${'a'.repeat(9000)}X${'b'.repeat(9000)}`, `${'a'.repeat(9000)}Y${'b'.repeat(9000)}`];
    const content = compared(utf8Bytes(received), utf8Bytes(signed));
    expect(hasMore(content)).toBe(true);
    const near = differenceWindow(content, 'near');
    if (near.kind !== 'text') throw new Error('it is text');
    expect(near.cut).toBe(true);
    expect(near.received).toMatch(/^a{160}Xb+$/);
    expect(near.signed).toMatch(/^a{160}Yb+$/);
    expect(near.received.length).toBeLessThan(1000);
    expect(differenceWindow(content, 'all')).toMatchObject({ received, signed, cut: false });
  });

  it('ends both sides at the same place, so that the cut is no difference of its own', () => {
    const long = (number: string) =>
      JSON.stringify({ number: 0, rest: Array.from({ length: 500 }, (_, index) => index) }).replace('0', number);
    const window = differenceWindow(compared(utf8Bytes(long('1.000')), utf8Bytes(long('1'))), 'near');
    if (window.kind !== 'text') throw new Error('it is text');
    expect(window.received.replace('1.000', '1')).toBe(window.signed);
  });

  it('cuts no character in two, and takes bytes that are no text as bytes from the same offset', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.constantFrom('é', '☃', '😀'), (before, character) => {
        const text = character.repeat(before + 1);
        const window = differenceWindow(compared(utf8Bytes(`${text}1${text}`), utf8Bytes(`${text}2${text}`)), 'near');
        if (window.kind !== 'text') throw new Error('it is text');
        expect(window.received).not.toContain('\ufffd');
        expect(window.received).toContain('1');
        expect(window.signed).toBe(window.received.replace('1', '2'));
      }),
    );
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index & 255);
    const window = differenceWindow(compared(bytes, Uint8Array.from([...bytes, 10])), 'near');
    expect(window).toMatchObject({ kind: 'bytes', offset: 1000 - 32, cut: true });
  });

  it('knows offsets of contents that the diagnosis has cut already', () => {
    const text = `${'a'.repeat(100)}X`;
    const window = differenceWindow(compared(utf8Bytes(text), utf8Bytes('a'.repeat(100)), 90), 'all');
    expect(window).toEqual({ kind: 'text', cut: true, received: `${'a'.repeat(10)}X`, signed: 'a'.repeat(10) });
  });
});
