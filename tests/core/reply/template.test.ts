import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Text, utf8ByteString } from '../../../src/core/bytes.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { fillReply, fillTemplate, MAX_FILLED_CHARS } from '../../../src/core/reply/template.ts';
import { requestParts } from '../../../src/core/signature/request-parts.ts';

function valuesOf(body: string, target = '/a/b?challenge=c%20d', headers: HeaderList = [['X-Id', '7']]) {
  let made = 0;
  return {
    parts: requestParts({ method: 'PUT', target, url: null, headers, body: new TextEncoder().encode(body) }),
    nowMs: 1_760_000_000_123,
    newUuid: () => `uuid-${++made}`,
  };
}

describe('a template', () => {
  it.each([
    ['{{method}} {{path}}', 'PUT /a/b'],
    ['{{ header.x-id }}', '7'],
    ['{{query.challenge}}', 'c d'],
    ['{{json.data.id}}/{{json.data.n}}/{{json.data}}', 'é/1.5/{"id":"é","n":1.5}'],
    ['{{json.list.1}} {{json}}', 'b {"data":{"id":"é","n":1.5},"list":["a","b"]}'],
    ['{{now}} {{unix}}', '2025-10-09T08:53:20.123Z 1760000000'],
    ['{{uuid}} {{uuid}}', 'uuid-1 uuid-2'],
    ['{{body}}', '{"data":{"id":"é","n":1.5},"list":["a","b"]}'],
    ['a {{ b', 'a {{ b'],
    ['}} {method}', '}} {method}'],
  ])('%s', (template, text) => {
    const values = valuesOf('{"data":{"id":"é","n":1.5},"list":["a","b"]}');
    expect(fillTemplate(template, values)).toEqual({ text, missing: [] });
  });

  it('leaves out what is unknown or not there, and says so once', () => {
    expect(fillTemplate('[{{json.x}}][{{nonsense}}][{{json.x}}][{{header.y}}][{{__proto__}}]', valuesOf('{}'))).toEqual(
      {
        text: '[][][][][]',
        missing: ['json.x', 'nonsense', 'header.y', '__proto__'],
      },
    );
  });

  it('does not grow past its bound, whatever a sender puts in it', () => {
    const { text } = fillTemplate('{{body}}'.repeat(10_000), valuesOf('x'.repeat(100_000)));
    expect(text.length).toBeLessThanOrEqual(MAX_FILLED_CHARS);
  });

  it('does not fill what a value says', () => {
    expect(fillTemplate('{{body}}', valuesOf('{{uuid}}')).text).toBe('{{uuid}}');
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"}', '\\', 'a\r\nSet-Cookie: b', '\0', '\u2028"', '\ud800'),
);

describe('a reply', () => {
  it('whose type is JSON stays JSON, and gives the values back', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const json = JSON.stringify({ id: value });
        const reply = {
          headers: [['Content-Type', 'application/problem+json; charset=utf-8']] as const,
          body: '{"id": "{{json.id}}", "a": "{{body}}"}',
        };
        const { body } = fillReply(reply, valuesOf(json));
        const text = new TextDecoder().decode(body);
        expect(JSON.parse(text)).toEqual({ id: JSON.parse(json).id, a: json });
      }),
    );
  });

  it('has no header that a value made', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const reply = {
          headers: [
            ['X-Echo', 'a{{json.id}}b'],
            ['X-Query', '{{query.q}}'],
          ] as const,
          body: '',
        };
        const target = `/?q=${encodeURIComponent(value.toWellFormed())}`;
        const { headers } = fillReply(reply, valuesOf(JSON.stringify({ id: value }), target));
        expect(headers.map(([name]) => name)).toEqual(['X-Echo', 'X-Query']);
        for (const [, text] of headers) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header may not hold
          expect(text).not.toMatch(/[\0-\x08\x0a-\x1f\x7f]|[^\0-\xff]/);
        }
      }),
    );
  });

  it('writes other types as they are, in UTF-8', () => {
    const { headers, body, missing } = fillReply(
      {
        headers: [
          ['Content-Type', 'text/plain'],
          ['X-Id', '{{json.id}}'],
        ],
        body: '{{json.id}} {{json.no}}',
      },
      valuesOf('{"id":"é\\"\\n"}'),
    );
    expect([latin1Text(body), headers[1]?.[1], missing]).toEqual([
      utf8ByteString('é"\n '),
      utf8ByteString('é"'),
      ['json.no'],
    ]);
  });
});
