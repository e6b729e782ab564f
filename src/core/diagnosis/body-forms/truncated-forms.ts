import { strictUtf8Text } from '../../bytes.ts';
import { firstHeader, type HeaderList } from '../../http/headers.ts';
import type { BodyForm } from './body-form.ts';
import { isAsciiOnly } from './charset-forms.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/** Where programs cut: body-parser's 100 kB, columns and fields of 16 bits, round decimal limits, pages and buffers. */
const LIMITS: readonly number[] = [
  100 * KiB,
  65_535,
  ...Array.from({ length: 11 }, (_, power) => KiB << power),
  ...[255, 256, 512, 1000, 4000, 8000, 10_000, 16_383, 32_767, 50_000, 100_000, 255_000, 500_000, 1_000_000],
  ...[5, 10, 16].map((mebibytes) => mebibytes * MiB),
];

/** The signer, or a middleware before it, saw only the beginning. Slices of the body: nothing is copied. */
export function* truncatedForms(body: Uint8Array, headers: HeaderList): Generator<BodyForm> {
  const cut = (form: string, bytes: number): BodyForm => ({
    cause: 'body-truncated',
    form,
    bytes: body.subarray(0, bytes),
  });
  const declared = firstHeader(headers, 'content-length')?.trim() ?? '';
  if (/^[0-9]{1,15}$/.test(declared)) yield cut(`cut at its Content-Length of ${declared} bytes`, Number(declared));
  const nul = body.indexOf(0);
  if (nul !== -1) yield cut('cut at the first NUL', nul);
  const text = isAsciiOnly(body) ? undefined : strictUtf8Text(body);
  if (text !== undefined) {
    // A length taken of the text and used on its bytes.
    yield cut(`cut at as many bytes as it has UTF-16 units, ${text.length}`, text.length);
    const characters = text.length - (text.match(/[\ud800-\udbff]/g)?.length ?? 0);
    if (characters < text.length) yield cut(`cut at as many bytes as it has characters, ${characters}`, characters);
  }
  const lineEnd = body.indexOf(0x0a);
  if (lineEnd !== -1) yield cut('cut at the first line feed', lineEnd);
  for (const limit of LIMITS) if (limit < body.length) yield cut(`cut at ${limit.toLocaleString('en')} bytes`, limit);
  for (const missing of [1, 2])
    if (missing < body.length)
      yield cut(`without the last ${missing === 1 ? 'byte' : '2 bytes'}`, body.length - missing);
}
