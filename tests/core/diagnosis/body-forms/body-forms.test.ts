import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes, sameBytes, utf8Bytes } from '../../../../src/core/bytes.ts';
import type { BodyForm } from '../../../../src/core/diagnosis/body-forms/body-form.ts';
import { bodyForms } from '../../../../src/core/diagnosis/body-forms/body-forms.ts';
import { MAX_REWRITTEN_BYTES } from '../../../../src/core/diagnosis/body-forms/json-document.ts';
import type { HeaderList } from '../../../../src/core/http/headers.ts';
import { nodeCodec } from '../../../../src/main/diagnosis/node-codec.ts';

const json = [['Content-Type', 'application/json']] as const;
const form = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
const forms = (body: Uint8Array, headers: HeaderList = json) => [...bodyForms(body, headers, nodeCodec)];

function found(received: Uint8Array, signed: Uint8Array, headers: HeaderList = json): BodyForm | undefined {
  return forms(received, headers).find(({ bytes }) => sameBytes(bytes, signed));
}

describe('the form that was signed', () => {
  const gzipped = [...json, ['Content-Encoding', 'gzip']] as const;
  const cases: readonly (readonly [
    what: string,
    received: Uint8Array,
    signed: Uint8Array,
    BodyForm['cause'],
    string,
    HeaderList?,
  ])[] = [
    [
      'a line feed was lost',
      utf8Bytes('{"a":1}'),
      utf8Bytes('{"a":1}\n'),
      'body-newline',
      'with a line feed at the end',
    ],
    ['a line feed was added', utf8Bytes('x\n'), utf8Bytes('x'), 'body-newline', 'without the line feed at the end'],
    ['CRLF came of LF', utf8Bytes('a\r\nb\r\n'), utf8Bytes('a\nb\n'), 'body-newline', 'line feeds instead of CRLF'],
    ['LF came of CRLF', utf8Bytes('a\nb\r\nc'), utf8Bytes('a\r\nb\r\nc'), 'body-newline', 'CRLF instead of line feeds'],
    ['JSON was parsed', utf8Bytes('{ "a" : 1.0 }'), utf8Bytes('{"a":1}'), 'body-reserialised', 'JSON.stringify'],
    [
      'Python has one point nought',
      utf8Bytes('{"a":1.0,"b":[]}'),
      utf8Bytes('{"a": 1.0, "b": []}'),
      'body-reserialised',
      'Python json.dumps',
    ],
    [
      '.NET escapes quotation marks so',
      utf8Bytes('{"a":"\\"+é"}'),
      utf8Bytes('{"a":"\\u0022\\u002B\\u00E9"}'),
      'body-reserialised',
      '.NET System.Text.Json',
    ],
    [
      '.NET reads dates',
      utf8Bytes('{"at":"2026-01-02T03:04:05.120Z"}'),
      utf8Bytes('{"at":"2026-01-02T03:04:05.12Z"}'),
      'body-reserialised',
      '.NET Newtonsoft.Json',
    ],
    [
      'a mark was put on',
      utf8Bytes('\ufeff{"a":1}'),
      utf8Bytes('{"a":1}'),
      'body-charset',
      'without the byte-order mark',
    ],
    ['UTF-8 was read as Latin-1', utf8Bytes('grÃ¼n'), utf8Bytes('grün'), 'body-charset', 'Latin-1 instead of UTF-8'],
    [
      'UTF-8 was read as Windows-1252',
      utf8Bytes('â‚¬'),
      utf8Bytes('€'),
      'body-charset',
      'Windows-1252 instead of UTF-8',
    ],
    [
      'it is not UTF-8',
      latin1Bytes('gr\xfcn'),
      utf8Bytes('gr\ufffdn'),
      'body-charset',
      'replacement characters for what is not UTF-8',
    ],
    [
      'characters were composed',
      utf8Bytes('gr\u00fcn'),
      utf8Bytes('gru\u0308n'),
      'body-charset',
      'characters decomposed (NFD)',
    ],
    ['it was compressed', gzipSync('{"a":1}'), utf8Bytes('{"a":1}'), 'body-decoded', 'gzip decoded', gzipped],
    [
      'it was put into a form',
      utf8Bytes('payload=%7B%22a%22%3A1%7D'),
      utf8Bytes('{"a":1}'),
      'body-decoded',
      'the value of the form field “payload”',
      form,
    ],
    [
      'the form was written again',
      utf8Bytes('a=x+y&b=~'),
      utf8Bytes('a=x%20y&b=~'),
      'body-decoded',
      'form written by encodeURIComponent',
      form,
    ],
    ['there was none', utf8Bytes('{"a":1}'), utf8Bytes(''), 'body-empty', 'no body'],
    ['it was cut', utf8Bytes('x'.repeat(2000)), utf8Bytes('x'.repeat(1024)), 'body-truncated', 'cut at 1,024 bytes'],
    [
      'bytes were printed',
      utf8Bytes(`{"a":"it's\n"}`),
      utf8Bytes(`b'{"a":"it\\'s\\n"}'`),
      'body-reserialised',
      'Python str(bytes)',
    ],
  ];
  for (const [what, received, signed, cause, name, headers = json] of cases) {
    it(what, () => {
      expect(found(received, signed, headers)).toEqual({ cause, form: name, bytes: signed });
    });
  }
});

describe('any body', () => {
  const any = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map(utf8Bytes),
    fc.string({ unit: 'binary', maxLength: 200 }).map(utf8Bytes),
    fc.stringMatching(/^[a-c=&%+0-9]{1,40}$/).map(utf8Bytes),
  );
  const types = fc.constantFrom<HeaderList>(
    json,
    form,
    [],
    [['Content-Type', 'multipart/form-data; boundary=a']],
    [
      ['Content-Encoding', 'gzip, br'],
      ['Content-Length', '3'],
    ],
  );

  it('has forms that differ from it and from each other, by bytes and by name', () => {
    fc.assert(
      fc.property(any, types, (body, headers) => {
        const all = [{ bytes: body, form: '' }, ...forms(body, headers)];
        expect(new Set(all.map(({ bytes }) => latin1(bytes))).size).toBe(all.length);
        expect(new Set(all.map((each) => each.form)).size).toBe(all.length);
      }),
      { numRuns: 300 },
    );
  });

  const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

  it('may nest deeper than any printer goes, and is then not printed', () => {
    const deep = utf8Bytes('['.repeat(100_000) + ']'.repeat(100_000));
    expect(
      forms(deep)
        .filter(({ cause }) => cause === 'body-reserialised')
        .map((each) => each.form),
    ).toEqual([]);
  });

  it('may be larger than what is printed', () => {
    const large = utf8Bytes(`[ "${'x'.repeat(MAX_REWRITTEN_BYTES)}" ]`);
    expect(forms(large).some(({ cause }) => cause === 'body-reserialised')).toBe(false);
  });

  it('may be a bomb', () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(32 * 1024 * 1024)));
    expect(forms(bomb, [['Content-Encoding', 'gzip']]).every(({ bytes }) => bytes.length < 1024 * 1024)).toBe(true);
  });
});
