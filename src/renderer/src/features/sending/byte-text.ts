import { latin1Bytes, latin1Text, strictUtf8Text, utf8Bytes } from '../../../../core/bytes.ts';

/** A header's byte string as the text a person edits: UTF-8 where it is, else one character a byte. */
export function editableText(byteString: string): string {
  return strictUtf8Text(latin1Bytes(byteString)) ?? byteString;
}

/**
 * The edited text as a byte string again. A value that was not UTF-8 stays one byte a character as long as it can, so that
 * editing one part of it does not change the bytes of the rest.
 */
export function byteStringOf(text: string, before: string): string {
  const wasUtf8 = strictUtf8Text(latin1Bytes(before)) !== undefined;
  if (!wasUtf8 && [...text].every((char) => (char.codePointAt(0) ?? 0) <= 0xff)) return text;
  return latin1Text(utf8Bytes(text));
}
