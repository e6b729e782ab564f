import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesFromBase64, bytesFromHex } from '../../../../src/core/bytes.ts';
import { byteForms, escapedText } from '../../../../src/renderer/src/features/detail/wire/copied-bytes.ts';

const readBack = {
  // As JavaScript reads a string; its literals know the same escapes.
  escaped: (text: string) => Buffer.from(new Function(`return '${text.replaceAll("'", "\\'")}'`)(), 'latin1'),
  hex: bytesFromHex,
  base64: bytesFromBase64,
};

it.each(byteForms)('bytes copied $label are read back exactly', ({ id, of }) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(Uint8Array.from(readBack[id](of(bytes)) ?? [])).toEqual(bytes);
      expect(of(bytes)).toMatch(/^[\x20-\x7e]*$/);
    }),
  );
});

it('text with escapes stays readable', () => {
  expect(escapedText(Buffer.from('POST / HTTP/1.1\r\nA:\t\\\xff'))).toBe('POST / HTTP/1.1\\r\\nA:\\t\\\\\\xc3\\xbf');
});
