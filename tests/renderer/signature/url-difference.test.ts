import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type UrlPart, urlDifference } from '../../../src/renderer/src/features/signature/url-difference.ts';

const marks = (parts: readonly UrlPart[]) => parts.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('');

describe('what differs in two URLs', () => {
  it.each([
    ['http://a.example/x', 'https://a.example/x', '[http]://a.example/x', '[https]://a.example/x'],
    ['https://a.example/x/', 'https://a.example/x', 'https://a.example/x[/]', 'https://a.example/x'],
    ['https://a.example:8080/x', 'https://a.example/x', 'https://a.example[:8080]/x', 'https://a.example/x'],
    [
      'https://a.example/x?a=1&b=2',
      'https://a.example/x?b=2&a=1',
      'https://a.example/x?[a=1&b=2]',
      'https://a.example/x?[b=2&a=1]',
    ],
    ['https://b.a.example/x', 'https://c.a.example/api/x', 'https://[b].a.example/x', 'https://[c].a.example/[api/]x'],
  ])('%s against %s', (received, signed, left, right) => {
    const difference = urlDifference(received, signed);
    expect(marks(difference.received)).toBe(left);
    expect(marks(difference.signed)).toBe(right);
  });

  it('loses nothing of either and marks nothing in equal ones, whatever they are', () => {
    const texts = fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(texts, texts, (left, right) => {
        const { received, signed } = urlDifference(left, right);
        expect(received.map(({ text }) => text).join('')).toBe(left);
        expect(signed.map(({ text }) => text).join('')).toBe(right);
        expect(urlDifference(left, left).received.some(({ differs }) => differs)).toBe(false);
      }),
    );
  });
});
