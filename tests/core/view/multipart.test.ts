import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, latin1Bytes, sameBytes, utf8Bytes } from '../../../src/core/bytes.ts';
import { MAX_PARTS, parseMultipart } from '../../../src/core/view/multipart.ts';

describe('parseMultipart', () => {
  it('lists parts with their raw headers, names and exact content', () => {
    const bytes = utf8Bytes(
      'preamble\r\n--b\r\nContent-Disposition: form-data; name="json"\r\ncontent-TYPE: application/json\r\n\r\n{"a":1}\r\n' +
        '--b\r\nContent-Disposition: form-data; name="file"; filename="../../etc/pass\u202ewd.txt"\r\n\r\n\r\n\r\n--b--\r\nafter',
    );
    const view = parseMultipart(bytes, 'b');
    expect(
      view?.parts.map(({ name, fileName, contentType, complete }) => [name, fileName, contentType, complete]),
    ).toEqual([
      ['json', null, 'application/json', true],
      ['file', 'passwd.txt', null, true],
    ]);
    expect(view?.parts[0]?.headers[1]).toEqual(['content-TYPE', 'application/json']);
    const contents = view?.parts.map(({ offset, length }) =>
      new TextDecoder().decode(bytes.subarray(offset, offset + length)),
    );
    expect(contents).toEqual(['{"a":1}', '\r\n'.slice(0, 2)]);
    expect([view?.preambleBytes, view?.epilogueBytes]).toEqual([8, 5]);
  });

  it('gives back any content, boundary-like lines included', () => {
    const content = fc.uint8Array({ maxLength: 200 }).map((bytes) => bytes);
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 5 }), (contents) => {
        const boundary = 'xYzBoUnDaRy';
        const pieces = contents.flatMap((each) => [
          latin1Bytes(`--${boundary}\r\nX-Part: 1\r\n\r\n`),
          each,
          latin1Bytes('\r\n'),
        ]);
        const bytes = concatBytes([...pieces, latin1Bytes(`--${boundary}--\r\n`)]);
        const view = parseMultipart(bytes, boundary);
        expect(view?.parts.length).toBe(contents.length);
        view?.parts.forEach((part, index) => {
          const expected = contents[index] ?? new Uint8Array();
          expect(sameBytes(bytes.subarray(part.offset, part.offset + part.length), expected)).toBe(true);
        });
      }),
    );
  });

  it('does not take a line that only begins like the boundary for it', () => {
    const bytes = utf8Bytes('--b\n\none\n--bc\ntwo\n--b--');
    expect(parseMultipart(bytes, 'b')?.parts).toMatchObject([{ offset: 5, length: 12, complete: true }]);
  });

  it('marks a part that the body ends in, and finds none under another boundary', () => {
    const bytes = utf8Bytes('--b\r\nA: 1\r\n\r\nhalf');
    expect(parseMultipart(bytes, 'b')?.parts).toMatchObject([{ complete: false, length: 4 }]);
    expect(parseMultipart(bytes, 'other')).toBeNull();
  });

  it('reads RFC 8187 names and keeps lines without a colon', () => {
    const bytes = utf8Bytes(
      "--b\r\nContent-Disposition: attachment; filename*=UTF-8''na%C3%AFve.txt\r\njunk\r\n\r\n\r\n--b--",
    );
    expect(parseMultipart(bytes, 'b')?.parts[0]).toMatchObject({
      fileName: 'naïve.txt',
      headers: [expect.anything(), ['', 'junk']],
    });
  });

  it('counts 10,000 parts and lists a bounded number', () => {
    const view = parseMultipart(utf8Bytes(`${'--b\r\n\r\nx\r\n'.repeat(10_000)}--b--`), 'b');
    expect([view?.parts.length, view?.totalParts]).toEqual([MAX_PARTS, 10_000]);
  });
});
