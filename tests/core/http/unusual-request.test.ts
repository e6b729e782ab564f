import { expect, it } from 'vitest';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { unusualInRequest } from '../../../src/core/http/unusual-request.ts';

const said = (httpVersion: string, ...headers: HeaderList): string =>
  unusualInRequest({ httpVersion, headers }).join(' ');

it.each<[string, string, HeaderList, RegExp]>([
  ['no Host', '1.1', [['Accept', '*/*']], /^It has no Host header, which HTTP\/1\.1 requires\.$/],
  ['an empty Host', '1.1', [['host', '']], /^Its Host header is empty\.$/],
  ['two Hosts, the same', '1.1', [...twice('a')], /^It has 2 Host headers/],
  ['a Host with a space', '1.1', [['Host', 'a b']], /^Its Host header is no host/],
  ['a Host with markup', '1.1', [['Host', '<a>']], /^Its Host header is no host/],
  ['a Host above 0x7F', '1.1', [['Host', '\xc3\xa9.example']], /^Its Host header is no host/],
  ['HTTP/0.9', '0.9', [], /^Its request line has no HTTP version/],
  ['HTTP/2.0', '2.0', [['Host', 'a']], /^Its request line says HTTP\/2\.0, but/],
  ['chunks in HTTP/1.0', '1.0', [['transfer-encoding', 'chunked']], /^It is HTTP\/1\.0 with Transfer-Encoding/],
])('%s is said to be unusual', (_, version, headers, words) => {
  expect(said(version, ...headers)).toMatch(words);
});

function twice(host: string): HeaderList {
  return [
    ['Host', host],
    ['HOST', host],
  ];
}

it.each(['a', 'a.example:8787', '127.0.0.1:1', '[::1]:80', 'under_score.example'])('the Host %s is not', (host) => {
  expect(said('1.1', ['Host', host])).toBe('');
});

it('HTTP/1.0 needs no Host', () => {
  expect(said('1.0')).toBe('');
});

it('a long Host is passed once', () => {
  expect(said('1.1', ['Host', `${'a'.repeat(60_000)} `])).toMatch(/no host/);
});
