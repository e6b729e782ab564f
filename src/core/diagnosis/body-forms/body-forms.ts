import { sameBytes } from '../../bytes.ts';
import type { HeaderList } from '../../http/headers.ts';
import type { BodyForm, ContentCodec } from './body-form.ts';
import { byteOrderMarkForms, charsetForms } from './charset-forms.ts';
import { base64Forms, contentCodingForms } from './coding-forms.ts';
import { emptyForms } from './empty-forms.ts';
import { formForms, formsOfJson } from './form-forms.ts';
import { parseJsonDocument } from './json-document.ts';
import { multipartForms } from './multipart-forms.ts';
import { endNewlineForms, lineBreakForms } from './newline-forms.ts';
import { nestedJsonForms, printedForms, stringifiedForms } from './reserialised-forms.ts';
import { truncatedForms } from './truncated-forms.ts';

/** Forms hold a copy of the body each; of larger ones only the slices and the decoded content are tried. */
const MAX_COPIED_BYTES = 8 * 1024 * 1024;

/**
 * What may have been signed in place of this body, the likeliest and cheapest first, each made when it is asked for. Each is
 * different from the body and from those before it. Never throws; time and memory of each are linear in the body.
 * `headers`: the request's, for Content-Type, Content-Encoding and Content-Length.
 */
export function* bodyForms(body: Uint8Array, headers: HeaderList, codec: ContentCodec): Generator<BodyForm> {
  const seen = new Map<number, Uint8Array[]>([[body.length, [body]]]);
  for (const form of allForms(body, headers, codec)) {
    const alike = seen.get(form.bytes.length);
    if (alike === undefined) seen.set(form.bytes.length, [form.bytes]);
    else if (alike.some((bytes) => sameBytes(bytes, form.bytes))) continue;
    else alike.push(form.bytes);
    yield form;
  }
}

function* allForms(body: Uint8Array, headers: HeaderList, codec: ContentCodec): Generator<BodyForm> {
  const isSmall = body.length <= MAX_COPIED_BYTES;
  // Before the printers: with another end, other line breaks or a mark, what one of them wrote is still what it wrote.
  if (isSmall) {
    yield* endNewlineForms(body);
    yield* lineBreakForms(body);
    yield* byteOrderMarkForms(body);
  }
  yield* emptyForms();
  yield* truncatedForms(body, headers);
  yield* contentCodingForms(body, headers, codec);
  const document = parseJsonDocument(body);
  if (document !== null) yield* printedForms(document);
  if (isSmall) {
    yield* formForms(body, headers);
    yield* multipartForms(body, headers);
    yield* charsetForms(body);
  }
  if (document !== null) {
    yield* nestedJsonForms(body, document);
    yield* formsOfJson(body, document);
  }
  yield* base64Forms(body, headers);
  yield* stringifiedForms(body);
}
