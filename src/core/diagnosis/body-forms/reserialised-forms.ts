import { latin1Bytes, latin1Text, utf8Bytes } from '../../bytes.ts';
import type { BodyForm } from './body-form.ts';
import { type JsonDocument, parseJsonText } from './json-document.ts';
import { printers } from './json-printers.ts';
import { jsonWriter } from './json-writer.ts';

const reserialised = (form: string, bytes: Uint8Array): BodyForm => ({ cause: 'body-reserialised', form, bytes });

/** What every known printer makes of the document, those alike once; generators so that the first ones come alone. */
export function* printedForms(document: JsonDocument): Generator<BodyForm> {
  const write = jsonWriter(document);
  for (const printer of printers) {
    const bytes = write(printer);
    if (bytes !== null) yield reserialised(printer.name, bytes);
  }
}

/** Larger ones are not turned into up to four times as much text. */
const MAX_TEXT_BYTES = 64 * 1024;

/** JSON in a JSON string: the body was encoded twice, or the inner text was signed. */
export function* nestedJsonForms(body: Uint8Array, document: JsonDocument): Generator<BodyForm> {
  const { root } = document;
  if (root.kind === 'string') {
    yield reserialised('the text of the JSON string', utf8Bytes(root.text));
    const inner = parseJsonText(root.text);
    if (inner !== null) yield* printedForms(inner);
  }
  if (body.length > MAX_TEXT_BYTES) return;
  const text = latin1Text(body);
  // Of what is not ASCII the bytes stay: JSON.stringify escapes nothing there.
  const quoted = `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
  yield reserialised('a JSON string of the body', latin1Bytes(quoted));
}

/** Texts that programs make of bytes or of a parsed body when they take it for text. */
export function* stringifiedForms(body: Uint8Array): Generator<BodyForm> {
  if (body.length === 0 || body.length > MAX_TEXT_BYTES) return;
  yield reserialised('Python str(bytes)', pythonBytes(body));
  yield reserialised('JSON.stringify of a Buffer', utf8Bytes(`{"type":"Buffer","data":[${body.join(',')}]}`));
  yield reserialised('String(object)', utf8Bytes('[object Object]'));
}

/** bytes.__repr__: single quotes, unless the bytes have some and no double ones. */
function pythonBytes(body: Uint8Array): Uint8Array {
  const text = latin1Text(body);
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', "'": "\\'" };
  const escaped = text.replace(quote === "'" ? /[^ -&(-[\]-~]/g : /[^ -[\]-~]/g, (byte) => {
    const name = named[byte];
    return name ?? `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return utf8Bytes(`b${quote}${escaped}${quote}`);
}
