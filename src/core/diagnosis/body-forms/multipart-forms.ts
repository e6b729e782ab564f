import { concatBytes, latin1Bytes, latin1Text, utf8Bytes } from '../../bytes.ts';
import { boundaryOf, contentTypeOf } from '../../http/content-type.ts';
import type { HeaderList } from '../../http/headers.ts';
import type { FormPair } from '../../signature/form.ts';
import { parseMultipart } from '../../view/multipart.ts';
import type { BodyForm } from './body-form.ts';
import { encodedForm, formEncodings } from './form-encodings.ts';
import { jsonOfPairs } from './form-forms.ts';

const decoded = (form: string, bytes: Uint8Array): BodyForm => ({ cause: 'body-decoded', form, bytes });

/** Multipart bodies of providers hold a few fields and small files; the search for delimiters reads every line. */
const MAX_MULTIPART_BYTES = 8 * 1024 * 1024;

/** The body is multipart, and was signed as its fields, or written again with other line ends around its parts. */
export function* multipartForms(body: Uint8Array, headers: HeaderList): Generator<BodyForm> {
  const type = contentTypeOf(headers);
  const boundary = type === null || !type.mediaType.startsWith('multipart/') ? undefined : boundaryOf(type);
  if (boundary === undefined || boundary === '' || body.length > MAX_MULTIPART_BYTES) return;
  const view = parseMultipart(body, boundary);
  if (view === null || view.parts.length < view.totalParts) return;
  const contentOf = (offset: number, length: number) => body.subarray(offset, offset + length);
  const fields = view.parts.flatMap(({ name, fileName, offset, length }): FormPair[] =>
    name === null || fileName !== null ? [] : [[latin1Text(utf8Bytes(name)), latin1Text(contentOf(offset, length))]],
  );
  if (fields.length > 0) {
    for (const [name, value] of fields) {
      if (/^\s*[{[]/.test(value)) yield decoded(`the multipart field “${name}”`, latin1Bytes(value));
    }
    yield* jsonOfPairs(fields, 'the multipart fields');
    for (const [name, encoding] of formEncodings) {
      yield decoded(`multipart fields as a form written by ${name}`, encodedForm(fields, encoding));
    }
  }
  for (const [name, lineEnd] of [
    ['CRLF', '\r\n'],
    ['line feeds', '\n'],
  ] as const) {
    for (const last of [lineEnd, '']) {
      const parts = view.parts.flatMap(({ headers: partHeaders, offset, length }) => {
        const lines = partHeaders.map(([header, value]) => `${header}: ${value}${lineEnd}`).join('');
        return [
          latin1Bytes(`--${boundary}${lineEnd}${lines}${lineEnd}`),
          contentOf(offset, length),
          latin1Bytes(lineEnd),
        ];
      });
      const bytes = concatBytes([...parts, latin1Bytes(`--${boundary}--${last}`)]);
      yield decoded(`multipart written with ${name}${last === '' ? ', none at the end' : ''}`, bytes);
    }
  }
}
