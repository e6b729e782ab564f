import { describe, expect, it } from 'vitest';
import { concatBytes, latin1Bytes, utf8Bytes } from '../../../src/core/bytes.ts';
import { renderBody, renderText } from '../../../src/core/view/render-body.ts';

/** Bodies made to break what reads them, as the view's worker renders them: the text is always there. */

const json = { contentType: 'application/json', kind: null, incomplete: false } as const;

function shown(body: Uint8Array | string, contentType = 'application/json') {
  const bytes = typeof body === 'string' ? utf8Bytes(body) : body;
  const outcome = renderBody({ ...json, contentType, bytes });
  const raw = renderText(bytes, contentType, false);
  if (outcome.outcome !== 'shown') throw new Error(outcome.problem);
  if (raw.kind !== 'text') throw new Error(raw.kind);
  return { ...outcome, raw };
}

const textOf = (rendered: ReturnType<typeof shown>) =>
  rendered.content.kind === 'text' ? rendered.content.text : rendered.content.kind;

describe('JSON', () => {
  it.each([
    ['nested five million deep', '['.repeat(5_000_000), /nested deeper than 1000 levels/],
    ['eight million objects', `[${'{},'.repeat(8_000_000)}{}]`, /too long when every value gets a line/],
    ['ten million numbers deep inside', `${'['.repeat(999)}${'1,'.repeat(10_000_000)}`, /too long/],
  ])('%s is refused with the reason, and its text is shown', (_, body, reason) => {
    const rendered = shown(body);
    expect(rendered.note).toMatch(reason);
    expect([rendered.shown, rendered.raw.text.length]).toEqual(['text', body.length]);
    expect(textOf(rendered)).toBe(body);
  });

  it('of a million keys is printed key by key', () => {
    const body = `{${Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":0`).join()}}`;
    expect(textOf(shown(body)).split('\n')).toHaveLength(1_000_002);
  });

  it('keeps numbers of any length, duplicates, __proto__ and every escape as they were sent', () => {
    const long = '9'.repeat(2_000_000);
    const lines = [`"n": ${long}`, '"__proto__": {', '"x": 1', '},', '"a": 1,', '"a": 1.0,', '"s": "\\ud800\\u0000"'];
    const body = `{"n":${long},"__proto__":{"x":1},"a":1,"a":1.0,"s":"\\ud800\\u0000"}`;
    const text = textOf(shown(body));
    for (const line of lines) expect(text).toContain(line);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('keeps bidirectional and zero-width characters, which the editor marks', () => {
    const body = '{"a":"x\u202e\u2066\u200b\u{e0041}y"}';
    expect(textOf(shown(body))).toContain('"x\u202e\u2066\u200b\u{e0041}y"');
  });
});

describe('encodings', () => {
  it('a byte-order mark is said and is no part of the JSON', () => {
    const rendered = shown(concatBytes([latin1Bytes('\xef\xbb\xbf'), utf8Bytes('{"a":1}')]));
    expect([rendered.shown, rendered.raw.decoded.chosenBy]).toEqual(['json', 'byte-order mark']);
  });

  it.each(['utf-16le', 'utf-16be'])('%s is read with and without its mark', (charset) => {
    const little = Buffer.from('{"a":"é"}', 'utf16le');
    const bytes = Uint8Array.from(charset === 'utf-16le' ? little : little.swap16());
    const mark = Uint8Array.from(charset === 'utf-16le' ? [0xff, 0xfe] : [0xfe, 0xff]);
    for (const body of [bytes, concatBytes([mark, bytes])]) {
      const rendered = shown(body);
      expect([rendered.raw.decoded.charset, textOf(rendered)]).toEqual([charset, '{\n  "a": "é"\n}']);
    }
  });

  it('invalid UTF-8, NUL and half surrogates are replaced in the text and it is said', () => {
    const rendered = shown(latin1Bytes('{"a":"\xff\xfe\xed\xa0\x80"}'));
    expect(rendered.raw.decoded.lossy).toBe(true);
    expect(textOf(rendered)).toContain('\ufffd');
    const nul = shown(latin1Bytes('{"a":"\x00"}'));
    expect([nul.note, nul.raw.text]).toEqual([expect.stringMatching(/control character/), '{"a":"\0"}']);
  });

  it('a line of five megabytes is one line', () => {
    const line = 'x'.repeat(5 * 1024 * 1024);
    expect(textOf(shown(line, 'text/plain'))).toBe(line);
  });
});

describe('forms and multipart', () => {
  it('a form field of nested JSON is not blown up', () => {
    const field = `${'['.repeat(999)}${'1,'.repeat(100_000)}1${']'.repeat(999)}`;
    const { content } = shown(`a=${field}&b=%7B%22k%22:1%7D&a=2`, 'application/x-www-form-urlencoded');
    if (content.kind !== 'form') throw new Error(content.kind);
    expect(content.form.fields.map(({ name, json }) => [name, json])).toEqual([
      ['a', null],
      ['b', '{\n  "k": 1\n}'],
      ['a', null],
    ]);
  });

  it('a boundary longer than the 70 characters of RFC 2046 still divides, and what is nested stays one part', () => {
    const boundary = '-'.repeat(20_000);
    const inner = '--i\r\n\r\nnested\r\n--i--';
    const body = [
      `--${boundary}`,
      'Content-Disposition: form-data; name="f"; filename="../../x"',
      'Content-Type: multipart/mixed; boundary=i',
      '',
      inner,
      `--${boundary}--`,
    ].join('\r\n');
    const { content } = shown(body, `multipart/form-data; boundary=${boundary}`);
    if (content.kind !== 'multipart') throw new Error(content.kind);
    expect(content.multipart.parts).toMatchObject([{ fileName: 'x', length: inner.length, totalHeaders: 2 }]);
  });

  it('a part of a hundred thousand headers, or of one of a megabyte, lists a bounded head', () => {
    const head = `${'a: b\r\n'.repeat(100_000)}X: ${'y'.repeat(1024 * 1024)}`;
    const { content } = shown(
      `--b\r\nLong: ${'y'.repeat(1024 * 1024)}\r\n${head}\r\n\r\nx\r\n--b--`,
      'multipart/mixed; boundary=b',
    );
    if (content.kind !== 'multipart') throw new Error(content.kind);
    const [part] = content.multipart.parts;
    expect([part?.headers.length, part?.totalHeaders, part?.length]).toEqual([100, 100_002, 1]);
    expect(part?.headers[0]?.[1].length).toBeLessThan(64 * 1024 + 1);
  });
});

describe('XML', () => {
  it('a billion laughs are not resolved: the text stays as long as it is', () => {
    const entities = Array.from(
      { length: 10 },
      (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
    ).join('');
    const body = `<!DOCTYPE x [<!ENTITY l0 "ha">${entities}<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&l10;&f;</x>`;
    const text = textOf(shown(body, 'text/xml'));
    expect(text).toContain('<x>&l10;&f;</x>');
    expect(text.length).toBeLessThan(body.length + 10);
  });

  it.each([
    ['a comment', '<!--'],
    ['a tag', '<a b="'],
    ['a declaration', '<!x ['],
    ['a section', '<![CDATA['],
  ])('%s that never ends is looked for once', (_, start) => {
    const rendered = shown(`<r>${start.repeat(300_000)}`, 'text/xml');
    expect(rendered.note).toMatch(/is not closed/);
  });
});
