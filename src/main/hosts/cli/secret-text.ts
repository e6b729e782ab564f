import { strictUtf8Text } from '../../../core/bytes.ts';
import { fail, ok, type Result } from '../../../core/result.ts';

/**
 * A secret file's text. A last line break (editors and `echo` add one) and a UTF-8 byte order mark (editors on Windows add
 * one) are not part of it. The failure is a clause for a person and quotes nothing.
 */
export function secretText(bytes: Uint8Array): Result<string, string> {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return fail('the file is UTF-16; save it as UTF-8');
  }
  const isMarked = first === 0xef && second === 0xbb && bytes[2] === 0xbf;
  const text = strictUtf8Text(isMarked ? bytes.subarray(3) : bytes);
  if (text === undefined) return fail('the file is not UTF-8 text');
  const secret = text.replace(/\r?\n$/, '');
  return secret === '' ? fail('the file is empty') : ok(secret);
}

/** White space around a secret, which nearly always came with copying; null when there is none. */
export function strayWhiteSpace(secret: string): string | null {
  const ends = [...(secret === secret.trimStart() ? [] : ['begins']), ...(secret === secret.trimEnd() ? [] : ['ends'])];
  return ends.length === 0 ? null : `${ends.join(' and ')} with white space, which is used as part of it`;
}
