import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCallFrame, decodePageFrame, EVENT_NAMES, encodeFrame } from '../../src/core/wire.ts';

/** What the contract may hold: `undefined` and lone surrogates are in none of its types. */
const plainData = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).value;

describe('frames', () => {
  it('carry any plain data of a call exactly', () => {
    fc.assert(
      fc.property(fc.nat(), plainData, (id, input) => {
        const frame = { kind: 'call', id, name: 'app.state', input } as const;
        expect(decodeCallFrame(encodeFrame(frame))).toEqual(frame);
      }),
    );
  });

  it('carry any plain data of an answer and of every event exactly', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...EVENT_NAMES), plainData, (id, name, value) => {
        const reply = { kind: 'reply', id, outcome: { ok: true, value } } as const;
        const event = { kind: 'event', name, event: value } as const;
        expect(decodePageFrame(encodeFrame(reply))).toEqual(reply);
        expect(decodePageFrame(encodeFrame(event))).toEqual(event);
      }),
    );
  });

  it('leave out properties that are undefined, and an answer that is', () => {
    expect(decodePageFrame(encodeFrame({ kind: 'reply', id: 1, outcome: { ok: true, value: undefined } }))).toEqual({
      kind: 'reply',
      id: 1,
      outcome: { ok: true },
    });
  });

  it('are refused, never thrown, when the bytes are anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeCallFrame(bytes)).toBeUndefined();
        expect(decodePageFrame(bytes)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('are refused when cut short or followed by more', () => {
    const whole = encodeFrame({ kind: 'call', id: 7, name: 'captures.get', input: { id: 1 } });
    for (let length = 0; length < whole.length; length++) {
      expect(decodeCallFrame(whole.subarray(0, length))).toBeUndefined();
    }
    expect(decodeCallFrame(Uint8Array.from([...whole, 0xc0]))).toBeUndefined();
  });

  it('are refused when they go the other way or name no event', () => {
    const call = encodeFrame({ kind: 'call', id: 1, name: 'app.state', input: null });
    const reply = encodeFrame({ kind: 'reply', id: 1, outcome: { ok: true } });
    expect(decodePageFrame(call)).toBeUndefined();
    expect(decodeCallFrame(reply)).toBeUndefined();
    // An event that the contract does not have, which the type would not let through.
    const foreign = { kind: 'event', name: 'toString', event: null } as unknown as Parameters<typeof encodeFrame>[0];
    expect(decodePageFrame(encodeFrame(foreign))).toBeUndefined();
  });
});
