import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { HashName } from '../../../src/core/signature/crypto-port.ts';
import { hashOf, hmacOf } from '../../../src/main/crypto/digests.ts';

const name = fc.constantFrom<HashName>('md5', 'sha1', 'sha256', 'sha384', 'sha512');
/** On both sides of the length up to which messages are copied together. */
const parts = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.integer({ min: 8000, max: 8400 }).map((length) => new Uint8Array(length).fill(length)),
  ),
  { maxLength: 5 },
);
/** Shorter than a block, as long as one, and longer. */
const key = fc.uint8Array({ maxLength: 200 });

it('computes what node:crypto’s streams compute', () => {
  fc.assert(
    fc.property(name, key, parts, (algorithm, secret, content) => {
      const whole = Buffer.concat(content);
      expect(Buffer.from(hashOf(algorithm, content))).toEqual(createHash(algorithm).update(whole).digest());
      const expected = createHmac(algorithm, secret).update(whole).digest();
      expect(Buffer.from(hmacOf(algorithm, secret, content))).toEqual(expected);
      // The second time with the key's blocks at hand.
      expect(Buffer.from(hmacOf(algorithm, secret, content))).toEqual(expected);
    }),
  );
});

it('gives results of their own: a later one does not change an earlier one', () => {
  const secret = Uint8Array.of(1);
  const first = hmacOf('sha256', secret, [Uint8Array.of(1)]);
  const kept = first.slice();
  hmacOf('sha256', secret, [Uint8Array.of(2)]);
  expect(first).toEqual(kept);
});
