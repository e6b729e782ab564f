import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes } from '../../../src/core/bytes.ts';
import { wireRequest } from '../../../src/core/draft/sendable.ts';
import { forwardDraft, hasPassed, passedReply } from '../../../src/core/forward/forwarded.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';

const body = latin1Bytes('{}');
const VIA = 'hookproof-0123456789abcdef';

function wire(target: string, url: string, headers: HeaderList = []) {
  const result = wireRequest(forwardDraft({ method: 'POST', target, headers }, body, url, VIA));
  return result.ok ? result.value : null;
}

describe('the request that a target gets', () => {
  it.each([
    ['/a/b?x=1&y', 'http://t:1', '/a/b?x=1&y'],
    ['/a?x=1', 'http://t:1/hook', '/hook?x=1'],
    ['/a?x=1', 'http://t:1/hook?k=v', '/hook?k=v'],
    ['http://evil/a?b#c', 'http://t:1', '/a?b'],
    ['http://evil', 'http://t:1/hook', '/hook'],
    ['*', 'http://t:1', '/'],
    ['/a#b', 'http://t:1', '/a'],
    ['//evil/..', 'http://t:1', '//evil/..'],
    ['/%2e%2e/a%2Fb', 'http://t:1', '/%2e%2e/a%2Fb'],
  ])('asks for %s at %s by %s', (captured, url, target) => {
    expect(wire(captured, url)).toMatchObject({ origin: 'http://t:1', request: { target } });
  });

  it('never goes elsewhere nor leaves the target’s path, whatever was captured', () => {
    const part = fc.constantFrom(
      '/',
      '//',
      '..',
      '.',
      '@',
      ':',
      '\\',
      '?',
      '#',
      '%2f',
      'http:',
      'evil',
      '*',
      '[::1]',
      ';',
    );
    const captured = fc
      .array(fc.oneof(part, fc.string({ maxLength: 3 })), { maxLength: 12 })
      .map((parts) => parts.join(''));
    const url = fc.constantFrom('http://t:1', 'https://t:1/', 'http://t:1/in/here', 'http://t:1/in/here?k=v');
    const host = fc.string({ maxLength: 5 }).map((value): HeaderList => [['Host', value]]);
    fc.assert(
      fc.property(captured, url, host, (target, to, headers) => {
        const sent = wire(target, to, headers);
        // What would end the request line early is refused.
        if (sent === null) return;
        expect([sent.host, sent.port, sent.tls]).toEqual(['t', 1, to.startsWith('https:')]);
        expect(sent.request.headers.filter(([name]) => name.toLowerCase() === 'host')).toEqual([['Host', 't:1']]);
        expect(sent.request.target).toMatch(/^\//);
        if (to.includes('/in/here')) expect(sent.request.target).toMatch(/^\/in\/here(\?|$)/);
      }),
      { numRuns: 2000 },
    );
  });

  it('is known when it comes back, and no other is', () => {
    const headers = forwardDraft(
      { method: 'GET', target: '/', headers: [['Via', '1.1 front']] },
      body,
      'http://t',
      VIA,
    ).headers;
    expect(headers.filter(([name]) => name === 'Via')).toEqual([
      ['Via', '1.1 front'],
      ['Via', `1.1 ${VIA}`],
    ]);
    expect(hasPassed(headers, VIA)).toBe(true);
    expect(hasPassed([['via', `1.1 a, 1.1 ${VIA}, 1.1 b`]], VIA)).toBe(true);
    expect(hasPassed([['Via', '1.1 hookproof-fedcba9876543210']], VIA)).toBe(false);
  });
});

describe('the reply that the sender gets', () => {
  const reply = (headers: HeaderList) =>
    passedReply({ status: 299, reason: 'x', httpVersion: '1.0', headers, body, trailers: [['T', '1']] });

  it('has the target’s headers without those of its connection, in their order', () => {
    expect(
      reply([
        ['B', '1'],
        ['connection', 'X-Gone, close, Content-Length'],
        ['X-Gone', '1'],
        ['b', '2'],
        ['Content-Length', '2'],
        ['Keep-Alive', 'timeout=1'],
        ['TE', 'x'],
        ['Trailer', 'T'],
        ['Transfer-Encoding', 'chunked'],
        ['Upgrade', 'h2c'],
        ['Proxy-Connection', 'close'],
        ['A', ''],
      ]),
    ).toEqual({
      status: 299,
      headers: [
        ['B', '1'],
        ['b', '2'],
        ['Content-Length', '2'],
        ['A', ''],
      ],
      body,
    });
  });
});
