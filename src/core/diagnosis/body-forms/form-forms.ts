import { latin1Bytes, latin1Text, utf8Bytes } from '../../bytes.ts';
import { contentTypeOf } from '../../http/content-type.ts';
import type { HeaderList } from '../../http/headers.ts';
import { type FormPair, parseForm } from '../../signature/form.ts';
import type { BodyForm } from './body-form.ts';
import { encodedForm, formEncodings, sortedPairs, textOf, withLowerEscapes } from './form-encodings.ts';
import { type JsonDocument, type JsonNode, parseJsonText } from './json-document.ts';
import { printers } from './json-printers.ts';
import { jsonWriter } from './json-writer.ts';

const decoded = (form: string, bytes: Uint8Array): BodyForm => ({ cause: 'body-decoded', form, bytes });

/** Fields whose value may be the body that was signed. */
const MAX_PAYLOADS = 8;

/** Of the JSON printers the first, down to PHP's defaults. */
const FORM_PRINTERS = 4;

/** Larger ones are passed over: twenty encodings of one are made, and no provider's form comes near. */
const MAX_FORM_BYTES = 256 * 1024;

/** The body is a form, and was signed as something a framework makes of one. */
export function* formForms(body: Uint8Array, headers: HeaderList): Generator<BodyForm> {
  if (body.length > MAX_FORM_BYTES || !isForm(body, headers)) return;
  const pairs = parseForm(body);
  if (pairs === null || pairs.length === 0) return;
  const payloads = pairs.filter(([, value]) => /^\s*[{[]/.test(value)).slice(0, MAX_PAYLOADS);
  for (const [name, value] of payloads)
    yield decoded(`the value of the form field “${textOf(name)}”`, latin1Bytes(value));
  for (const [name, encoding] of formEncodings) yield decoded(`form written by ${name}`, encodedForm(pairs, encoding));
  yield* jsonOfPairs(pairs, 'the form');
  const sorted = sortedPairs(pairs);
  for (const [name, encoding] of formEncodings) {
    yield decoded(`form written by ${name}, fields sorted`, encodedForm(sorted, encoding));
  }
  for (const [name, encoding] of formEncodings) {
    yield decoded(`form written by ${name}, escapes in lower case`, withLowerEscapes(encodedForm(pairs, encoding)));
  }
  yield decoded(
    'form with its escapes decoded',
    encodedForm(pairs, (text) => text),
  );
  yield decoded('form with its plus signs as %20', latin1Bytes(latin1Text(body).replaceAll('+', '%20')));
  yield decoded('form with its %20 as plus signs', latin1Bytes(latin1Text(body).replaceAll('%20', '+')));
}

/** The fields as an object of texts, as frameworks show a form; of a repeated name a list. */
export function* jsonOfPairs(pairs: readonly FormPair[], what: string): Generator<BodyForm> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of pairs) {
    const key = textOf(name);
    const known = fields.get(key);
    const text = textOf(value);
    fields.set(key, known === undefined ? text : Array.isArray(known) ? [...known, text] : [known, text]);
  }
  const document = parseJsonText(JSON.stringify(Object.fromEntries(fields)));
  if (document === null) return;
  const write = jsonWriter(document);
  for (const printer of printers.slice(0, FORM_PRINTERS)) {
    const bytes = write(printer);
    if (bytes !== null) yield decoded(`${what} as JSON by ${printer.name}`, bytes);
  }
}

/** The body is JSON, and was signed as the form it was sent as or parsed from. */
export function* formsOfJson(body: Uint8Array, document: JsonDocument): Generator<BodyForm> {
  if (body.length > MAX_FORM_BYTES) return;
  const text = latin1Text(body);
  for (const [name, encoding] of formEncodings) {
    yield decoded(`form of one field “payload”, written by ${name}`, encodedForm([['payload', text]], encoding));
  }
  const { root } = document;
  if (root.kind !== 'object') return;
  const pairs: FormPair[] = [];
  for (const [name, value] of root.members) {
    const scalar = scalarText(value);
    if (scalar === null) return;
    pairs.push([latin1Text(utf8Bytes(name.text)), latin1Text(utf8Bytes(scalar))]);
  }
  for (const [name, encoding] of formEncodings) {
    yield decoded(`form of the JSON’s members, written by ${name}`, encodedForm(pairs, encoding));
  }
}

function isForm(body: Uint8Array, headers: HeaderList): boolean {
  const type = contentTypeOf(headers)?.mediaType;
  if (type === 'application/x-www-form-urlencoded') return true;
  // Another type may have been put there by a proxy; a form's beginning looks like nothing else.
  return /^[\w.~%+*[\]-]{1,100}=/.test(latin1Text(body.subarray(0, 101)));
}

function scalarText(node: JsonNode): string | null {
  switch (node.kind) {
    case 'string':
      return node.text;
    case 'number':
    case 'literal':
      return node.raw;
    default:
      return null;
  }
}
