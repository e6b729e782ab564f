import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { matchingRule, passes } from '../../../src/core/reply/match.ts';
import { anyRequest, type ReplyRule, type RuleConditions } from '../../../src/core/reply/reply-settings.ts';
import { requestParts } from '../../../src/core/signature/request-parts.ts';

const headers: HeaderList = [
  ['X-Kind', 'first'],
  ['x-kind', 'caf\u00c3\u00a9'],
];
const body = '{"data":{"id":"evt_1","n":10,"big":12345678901234567890,"flag":true,"none":null,"list":[{"a":1}]}}';
const parts = requestParts({
  method: 'POST',
  target: '/hooks/stripe?x=1',
  url: null,
  headers,
  body: new TextEncoder().encode(body),
});

function rule(id: string, when: Partial<RuleConditions>, more: Partial<ReplyRule> = {}): ReplyRule {
  return { id, name: id, isOn: true, when: { ...anyRequest, ...when }, action: { kind: 'reset', delayMs: 0 }, ...more };
}

const chosen = (rules: readonly ReplyRule[], verdict: 'verified' | 'failed' | 'unchecked' = 'verified') =>
  matchingRule(rules, parts, () => verdict)?.id ?? null;

describe('a rule', () => {
  it.each<readonly [Partial<RuleConditions>, boolean]>([
    [{}, true],
    [{ method: 'POST' }, true],
    [{ method: 'post' }, false],
    [{ path: { how: 'equals', text: '/hooks/stripe' } }, true],
    [{ path: { how: 'begins-with', text: '/hooks/' } }, true],
    [{ path: { how: 'equals', text: '/hooks/stripe?x=1' } }, false],
    [{ path: { how: 'glob', text: '/hooks/*' } }, true],
    [{ header: { name: 'X-KIND', test: { how: 'equals', text: 'first' } } }, true],
    [{ header: { name: 'x-kind', test: { how: 'equals', text: 'café' } } }, true],
    [{ header: { name: 'x-kind', test: { how: 'contains', text: 'second' } } }, false],
    [{ header: { name: 'absent', test: { how: 'contains', text: '' } } }, false],
    [{ json: { path: 'data.id', equals: 'evt_1' } }, true],
    [{ json: { path: 'data.n', equals: '10' } }, true],
    [{ json: { path: 'data.flag', equals: 'true' } }, true],
    [{ json: { path: 'data.none', equals: 'null' } }, true],
    [{ json: { path: 'data.list.0', equals: '{"a":1}' } }, true],
    [{ json: { path: 'data.__proto__', equals: '' } }, false],
    [{ json: { path: 'data.missing', equals: '' } }, false],
    [{ verdict: 'verified' }, true],
    [{ verdict: 'failed' }, false],
    [{ method: 'POST', json: { path: 'data.id', equals: 'other' } }, false],
  ])('with %j', (when, expected) => {
    expect(chosen([rule('it', when)])).toBe(expected ? 'it' : null);
  });

  it('that matches first wins, and one that is off does not', () => {
    const all = [rule('off', {}, { isOn: false }), rule('other', { method: 'PUT' }), rule('a', {}), rule('b', {})];
    expect(chosen(all)).toBe('a');
    expect(chosen([])).toBeNull();
  });

  it('that rejects lets pass what did not fail', () => {
    const all = [rule('reject', {}, { action: { kind: 'reject-failed' } }), rule('rest', {})];
    expect([chosen(all, 'failed'), chosen(all, 'verified'), chosen(all, 'unchecked')]).toEqual([
      'reject',
      'rest',
      'rest',
    ]);
  });

  it('asks for the verdict only when it comes to it', () => {
    const asked = () => expect.unreachable();
    expect(matchingRule([rule('a', { method: 'PUT', verdict: 'failed' }), rule('b', {})], parts, asked)?.id).toBe('b');
  });
});

describe('a glob', () => {
  it.each([
    ['/a/*', '/a/', true],
    ['/a/*', '/a', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a*b*c', 'aXbYbZc', true],
    ['a*b*c', 'abcb', false],
    ['ab*ba', 'aba', false],
    ['**', 'x', true],
    ['/é*', '/\u00c3\u00a9x', true],
  ])('%s and %s', (text, value, expected) => {
    expect(passes({ how: 'glob', text }, value)).toBe(expected);
  });

  it('is what the regular expression would be', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    const globs = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(globs, letters, (text, value) => {
        expect(passes({ how: 'glob', text }, value)).toBe(new RegExp(`^${text.replaceAll('*', '.*')}$`).test(value));
      }),
    );
  });
});
