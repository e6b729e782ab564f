import { describe, expect, it } from 'vitest';
import { anyRequest, type RuleAction } from '../../../src/core/reply/reply-settings.ts';
import { eventTypesOf } from '../../../src/renderer/src/features/endpoints/replies/event-types.ts';
import { originElsewhere } from '../../../src/renderer/src/features/endpoints/replies/origin-elsewhere.ts';
import {
  actionWords,
  hitWords,
  suggestedName,
  whenWords,
} from '../../../src/renderer/src/features/endpoints/replies/rule-words.ts';

const reply: RuleAction = { kind: 'reply', status: 503, headers: [], body: '', delayMs: 0, bytesPerSecond: null };

describe('a rule in words', () => {
  it('says when it holds', () => {
    expect(whenWords(anyRequest)).toBe('any request');
    expect(
      whenWords({
        method: 'POST',
        path: { how: 'begins-with', text: '/orders' },
        header: { name: 'X-Shop', test: { how: 'contains', text: '' } },
        json: { path: 'data.id', equals: '7' },
        verdict: 'failed',
      }),
    ).toBe('POST, path begins with /orders, X-Shop is there, data.id is 7, signature failed');
  });

  it('says what the sender gets', () => {
    expect(actionWords(reply)).toBe('503');
    expect(actionWords({ ...reply, delayMs: 35_000, bytesPerSecond: 10 })).toBe('503 after 35 s at 10 B/s');
    expect(actionWords({ kind: 'reset', delayMs: 500 })).toBe('connection reset after 500 ms');
    expect(actionWords({ kind: 'reject-failed' })).toBe('401 when the signature fails');
  });

  it('counts', () => {
    expect([0, 1, 12, 4000].map(hitWords)).toEqual([
      'not matched yet',
      'matched once',
      'matched 12 times',
      'matched 4,000 times',
    ]);
  });

  it('gives a name of bounded length to a rule without one', () => {
    expect(suggestedName({ when: { ...anyRequest, method: 'PUT' }, action: reply })).toBe('PUT: 503');
    const path = { how: 'equals' as const, text: `/${'x'.repeat(500)}` };
    expect(suggestedName({ when: { ...anyRequest, path }, action: reply })).toHaveLength(80);
  });
});

describe('a target of a forward', () => {
  it('has its event types each once', () => {
    expect(eventTypesOf(' push, ping,,push ')).toEqual(['push', 'ping']);
    expect(eventTypesOf('')).toEqual([]);
  });

  it.each([
    ['http://127.0.0.1:3000/x', null],
    ['http://127.9.9.9/', null],
    ['http://localhost:3000', null],
    ['http://app.localhost', null],
    ['http://[::1]:3000/', null],
    ['not a URL', null],
    ['ftp://example.com', null],
    ['https://example.com/hooks', 'https://example.com'],
    ['http://127.0.0.1.example.com/', 'http://127.0.0.1.example.com'],
    ['http://localhost.example.com:81/', 'http://localhost.example.com:81'],
    ['http://192.168.1.2/', 'http://192.168.1.2'],
  ])('%s is on another machine: %s', (url, origin) => {
    expect(originElsewhere(url)).toBe(origin);
  });
});
