import { describe, expect, it } from 'vitest';
import { latin1Bytes, utf8Bytes } from '../../../src/core/bytes.ts';
import { chooseView } from '../../../src/core/view/choose-view.ts';
import { contentCodings } from '../../../src/core/view/content-coding.ts';
import { renderBody } from '../../../src/core/view/render-body.ts';

describe('chooseView', () => {
  it.each([
    ['application/json; charset=utf-8', '{}', 'json'],
    ['application/problem+json', '{}', 'json'],
    ['text/plain; charset=UTF-8', '{"Type":"Notification"}', 'json'],
    ['application/x-www-form-urlencoded', '{"a":1}', 'json'],
    ['application/x-www-form-urlencoded', 'a=1', 'form'],
    ['multipart/form-data; boundary=x', '--x', 'multipart'],
    ['text/xml', '<a/>', 'xml'],
    ['text/html', '<p>', 'text'],
    ['text/plain', '<b>', 'text'],
    [null, '<?xml version="1.0"?><a/>', 'xml'],
    [null, '  [1]', 'json'],
    [null, 'hello', 'text'],
    ['application/octet-stream', '\x00\x01\x02', 'binary'],
    ['image/png', '\x89PNG\r\n\x1a\n', 'binary'],
    ['application/json', '', 'empty'],
  ])('%s with %j is %s', (contentType, body, kind) => {
    expect(chooseView(contentType, latin1Bytes(body))).toBe(kind);
  });
});

describe('renderBody', () => {
  const request = { contentType: 'application/json', kind: null, incomplete: false } as const;

  it('falls back quietly and says so when it guessed', () => {
    expect(renderBody({ ...request, bytes: utf8Bytes('{"a" 1}') })).toMatchObject({
      outcome: 'shown',
      shown: 'text',
      content: { kind: 'text', text: '{"a" 1}' },
      note: 'Not readable as JSON: a colon is missing after the name (line 1, column 6). Shown as text.',
    });
    expect(renderBody({ ...request, bytes: new Uint8Array([0, 1, 2, 3, 4]) })).toMatchObject({
      shown: 'binary',
      note: expect.stringContaining('Shown as bytes.'),
    });
  });

  it('shows the hard error when the user chose', () => {
    expect(renderBody({ ...request, kind: 'json', bytes: utf8Bytes('hello') })).toEqual({
      outcome: 'failed',
      kind: 'json',
      problem: 'this is not a JSON value (line 1, column 1)',
    });
    expect(renderBody({ ...request, kind: 'multipart', bytes: utf8Bytes('hello') })).toMatchObject({
      outcome: 'failed',
      problem: 'Content-Type names no boundary',
    });
  });

  it('renders a body that was cut as far as it goes', () => {
    expect(renderBody({ ...request, incomplete: true, bytes: utf8Bytes('{"a":[1,2') })).toMatchObject({
      outcome: 'shown',
      shown: 'json',
      content: { text: '{\n  "a": [\n    1,\n    2' },
    });
  });
});

describe('contentCodings', () => {
  it('lists codings in the order applied, over several headers', () => {
    expect(
      contentCodings([
        ['Content-Encoding', 'X-GZIP, identity'],
        ['content-encoding', 'br'],
      ]),
    ).toEqual({
      codings: ['gzip', 'br'],
      unknown: null,
    });
    expect(contentCodings([['Content-Encoding', 'aws-chunked']])).toEqual({
      codings: [],
      unknown: { name: 'aws-chunked' },
    });
    const thrice = contentCodings([['Content-Encoding', 'gzip, gzip, gzip']]);
    expect(thrice).toEqual({ codings: [], unknown: { count: 3 } });
  });
});
