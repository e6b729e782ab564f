import fc from 'fast-check';
import { expect, it } from 'vitest';
import { base64Of } from '../../../src/core/bytes.ts';
import { type BareItem, parseDictionary } from '../../../src/core/signature/structured-fields.ts';

/** Written by hand from RFC 9651, section 4.1; what is read has to be what was written. */
const key = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,6}$/);
const bare: fc.Arbitrary<BareItem> = fc.oneof(
  fc.stringMatching(/^[ -~]{0,8}$/).map((text) => ({ kind: 'string' as const, text })),
  fc.uint8Array({ maxLength: 8 }).map((bytes) => ({ kind: 'bytes' as const, bytes })),
  fc.boolean().map((value) => ({ kind: 'boolean' as const, value })),
  fc.integer({ min: 0, max: 999_999_999_999_999 }).map((value) => ({ kind: 'number' as const, value })),
);
const parameters = fc.uniqueArray(fc.tuple(key, bare), { selector: ([name]) => name, maxLength: 2 });
const list = fc.array(fc.tuple(bare, parameters), { maxLength: 3 });
const members = fc.uniqueArray(fc.tuple(key, fc.oneof(bare, list), parameters), {
  selector: ([name]) => name,
  maxLength: 4,
});

function written(item: BareItem): string {
  switch (item.kind) {
    case 'bytes':
      return `:${base64Of(item.bytes)}:`;
    case 'boolean':
      return item.value ? '?1' : '?0';
    case 'number':
      return String(item.value);
    default:
      return `"${item.text.replace(/["\\]/g, '\\$&')}"`;
  }
}
const writtenParameters = (all: readonly (readonly [string, BareItem])[]): string =>
  all.map(([name, value]) => `;${name}=${written(value)}`).join('');

it('a dictionary is read as it was written (property)', () => {
  fc.assert(
    fc.property(members, fc.constantFrom(',', ', ', ' \t,\t'), (all, comma) => {
      const field = all
        .map(([name, value, more]) => {
          const text = Array.isArray(value)
            ? `(${value.map(([item, own]) => written(item) + writtenParameters(own)).join(' ')})`
            : // Only lists are arrays.
              written(value as BareItem);
          return `${name}=${text}${writtenParameters(more)}`;
        })
        .join(comma);
      const read = [...(parseDictionary(field) ?? [])];
      expect(
        read.map(([name, member]) => [
          name,
          member.list?.map((item) => [item.bare, [...item.parameters]]) ?? member.item,
          [...member.parameters],
        ]),
      ).toEqual(all);
    }),
  );
});

it('any text is a dictionary or none, in time linear in its length', () => {
  const piece = fc.constantFrom('a', '=', '(', ')', ';', ',', '"', '\\', ':', '?', '1', '-', '.', ' ', '\t', '\xff');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => void parseDictionary(pieces.join(''))),
    { numRuns: 1000 },
  );
  for (const one of ['a', 'a=1,', 'a;', '(', 'a=(', 'a="', 'a=:', ' ', '\\', 'a=1;b', 'a=("x" '])
    parseDictionary(one.repeat(64 * 1024).slice(0, 64 * 1024));
});
