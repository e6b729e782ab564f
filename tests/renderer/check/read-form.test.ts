import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { type CheckForm, emptyForm } from '../../../src/renderer/src/features/check/check-store.ts';
import { isRead, momentOf, readForm } from '../../../src/renderer/src/features/check/read-form.ts';

const form = (part: Partial<CheckForm>): CheckForm => ({ ...emptyForm, headers: 'X-Sig: a', ...part });

describe('the fields of a check', () => {
  it('become a request with its headers as byte strings and its body unchanged', () => {
    const body = Uint8Array.from([0, 255, 13, 10]);
    const read = readForm(
      form({ url: ' https://a.example/x ', headers: 'A: é\n\nB:  c ', body, pastedSecret: 'key\n' }),
      [],
    );
    expect(read).toEqual({
      request: {
        method: 'POST',
        url: 'https://a.example/x',
        headers: [
          ['A', '\xc3\xa9'],
          ['B', 'c'],
        ],
        body,
      },
      secrets: [{ kind: 'pasted', value: 'key\n' }],
      nowMs: null,
    });
  });

  it('take every stored secret, one, or none', () => {
    const secretsOf = (part: Partial<CheckForm>) => {
      const read = readForm(form(part), ['a', 'b']);
      return isRead(read) ? read.secrets : null;
    };
    expect(secretsOf({ secretFrom: 'stored' })).toEqual([
      { kind: 'stored', id: 'a' },
      { kind: 'stored', id: 'b' },
    ]);
    expect(secretsOf({ secretFrom: 'stored', storedSecret: 'b', pastedSecret: 'unused' })).toEqual([
      { kind: 'stored', id: 'b' },
    ]);
    expect(secretsOf({ secretFrom: 'stored', storedSecret: 'gone' })).toEqual([]);
    expect(secretsOf({})).toEqual([]);
  });

  it('say what is wrong, field by field', () => {
    const read = readForm(form({ method: 'P OST', url: 'example', headers: 'no header', receivedAt: 'soon' }), []);
    expect(read).toEqual({
      method: 'Not a method',
      url: 'Neither a URL nor a path',
      headers: 'Line 1 is no header: write it as Name: value',
      receivedAt: 'Neither a date nor a number of seconds since 1970',
    });
    expect(isRead(readForm(form({ url: '/only/a/path', body: utf8Bytes('x') }), []))).toBe(true);
  });
});

describe('a moment as it is typed', () => {
  it('is a date, seconds or milliseconds, or now', () => {
    expect(momentOf('')).toBeNull();
    expect(momentOf('1700000000')).toBe(1_700_000_000_000);
    expect(momentOf('1700000000123')).toBe(1_700_000_000_123);
    expect(momentOf('1700000000.5')).toBe(1_700_000_000_500);
    expect(momentOf('2023-11-14T22:13:20Z')).toBe(1_700_000_000_000);
    expect(momentOf('Tue, 14 Nov 2023 22:13:20 GMT')).toBe(1_700_000_000_000);
    for (const text of ['soon', '-1', '1e400', '9'.repeat(30)]) expect(momentOf(text)).toBeUndefined();
  });
});
