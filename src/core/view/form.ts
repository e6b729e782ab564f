import { latin1Bytes, latin1Text, lossyUtf8Text, strictUtf8Text } from '../bytes.ts';
import { prettyJson } from './json.ts';

/** One `name=value` of a form body (URL Standard, section 5.1), decoded, and as it was sent (a byte string). */
export interface FormField {
  readonly name: string;
  readonly value: string;
  readonly rawName: string;
  /** null: the field has no `=`. */
  readonly rawValue: string | null;
  /** The value pretty-printed where it is JSON itself (GitHub's `payload`, Slack's too) and not too long; else null. */
  readonly json: string | null;
  /** Something in it did not decode: a `%` without two hex digits stays as it is, bytes that are not UTF-8 become U+FFFD. */
  readonly problem: 'invalid-escape' | 'not-utf8' | null;
}

export interface FormView {
  readonly fields: readonly FormField[];
  /** All fields of the body; more than are listed when there are very many. */
  readonly totalFields: number;
}

/** Rows on the screen. Forms of real senders have tens of fields. */
export const MAX_FORM_FIELDS = 5000;

/** Pretty-printed JSON of one form, all values together: it is drawn at once, not line by line as in an editor. */
export const MAX_FORM_JSON_CHARS = 512 * 1024;

export function parseForm(bytes: Uint8Array): FormView {
  const text = latin1Text(bytes);
  const fields: FormField[] = [];
  let totalFields = 0;
  let jsonChars = MAX_FORM_JSON_CHARS;
  let at = 0;
  while (at <= text.length) {
    const end = text.indexOf('&', at);
    const piece = text.slice(at, end === -1 ? text.length : end);
    at = end === -1 ? text.length + 1 : end + 1;
    if (piece === '') continue;
    totalFields++;
    if (fields.length >= MAX_FORM_FIELDS) continue;
    const field = fieldOf(piece, jsonChars);
    jsonChars -= field.json?.length ?? 0;
    fields.push(field);
  }
  return { fields, totalFields };
}

function fieldOf(piece: string, maxJsonChars: number): FormField {
  const equals = piece.indexOf('=');
  const rawName = equals === -1 ? piece : piece.slice(0, equals);
  const rawValue = equals === -1 ? null : piece.slice(equals + 1);
  const name = decodeFormText(rawName);
  const value = decodeFormText(rawValue ?? '');
  return {
    name: name.text,
    value: value.text,
    rawName,
    rawValue,
    json: jsonOf(value.text, maxJsonChars),
    problem: name.problem ?? value.problem,
  };
}

function jsonOf(value: string, maxChars: number): string | null {
  if (value.length > maxChars || !/^\s*[{[]/.test(value)) return null;
  const pretty = prettyJson(value, { maxChars });
  return pretty.ok ? pretty.value : null;
}

function decodeFormText(raw: string): { readonly text: string; readonly problem: FormField['problem'] } {
  let invalid = false;
  const bytes = raw.replace(/\+/g, ' ').replace(/%([0-9a-fA-F]{2})?/g, (whole, hex: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    invalid = true;
    return whole;
  });
  const decoded = latin1Bytes(bytes);
  const text = strictUtf8Text(decoded);
  if (text === undefined) return { text: lossyUtf8Text(decoded), problem: 'not-utf8' };
  return { text, problem: invalid ? 'invalid-escape' : null };
}
