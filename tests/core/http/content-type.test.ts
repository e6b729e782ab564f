import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, charsetOf, contentTypeOf, parseContentType } from '../../../src/core/http/content-type.ts';

describe('parseContentType', () => {
  it.each([
    ['application/json', 'application/json', []],
    ['Text/HTML; Charset=UTF-8', 'text/html', [['charset', 'UTF-8']]],
    [
      'text/plain;charset="utf-8" ; x=1',
      'text/plain',
      [
        ['charset', 'utf-8'],
        ['x', '1'],
      ],
    ],
    ['multipart/form-data; boundary="a;b\\"c\\\\"', 'multipart/form-data', [['boundary', 'a;b"c\\']]],
    ['multipart/form-data; boundary=----x(y)/z=?:', 'multipart/form-data', [['boundary', '----x(y)/z=?:']]],
    [
      'a/b; broken; ok=1;;=x; q="unclosed',
      'a/b',
      [
        ['ok', '1'],
        ['q', ''],
      ],
    ],
    ['a/b; x=', 'a/b', [['x', '']]],
    ['json', '', []],
    ['', '', []],
    ['a/b, c/d', '', []],
  ])('reads %j', (value, mediaType, parameters) => {
    expect(parseContentType(value)).toEqual({ mediaType, parameters });
  });

  it('gives charset and boundary of a message’s first Content-Type', () => {
    const type = contentTypeOf([
      ['content-type', 'text/plain; charset=Latin1; boundary=B; boundary=C'],
      ['Content-Type', 'x/y'],
    ]);
    expect(type && charsetOf(type)).toBe('latin1');
    expect(type && boundaryOf(type)).toBe('B');
    expect(contentTypeOf([])).toBeNull();
  });

  it('returns the quoted value of any parameter unchanged', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (value) => {
        const quoted = value.replace(/["\\]/g, '\\$&');
        expect(boundaryOf(parseContentType(`a/b; boundary="${quoted}"; c=d`))).toBe(value);
      }),
    );
  });

  it('reads any text in linear time and without throwing', () => {
    fc.assert(fc.property(fc.string(), (value) => typeof parseContentType(value).mediaType === 'string'));
    expect(parseContentType(`a/b${'; x="\\'.repeat(20_000)}`).mediaType).toBe('a/b');
  });
});
