import { expect, it } from 'vitest';
import { newCatchAll } from '../../../src/core/endpoint.ts';
import { publicUrlOf } from '../../../src/main/judging/public-url.ts';

const urlOf = (host: string, tunnelUrl: string | null): string | null =>
  publicUrlOf(newCatchAll(0), { via: 'tunnel', target: '/in?a=1', headers: [['Host', host]] }, tunnelUrl);

it('is the URL that the sender dialled, also after the tunnel has moved to another', () => {
  expect(urlOf('one.tunnel.test', 'https://one.tunnel.test')).toBe('https://one.tunnel.test/in?a=1');
  expect(urlOf('ONE.tunnel.test', 'https://one.tunnel.test')).toBe('https://one.tunnel.test/in?a=1');
  expect(urlOf('one.tunnel.test:8080', 'http://one.tunnel.test:8080')).toBe('http://one.tunnel.test:8080/in?a=1');
  expect(urlOf('one.tunnel.test', 'https://two.tunnel.test')).toBe('https://one.tunnel.test/in?a=1');
  expect(urlOf('one.tunnel.test', 'https://one.tunnel.test/base')).toBe('https://one.tunnel.test/base/in?a=1');
  expect(urlOf('one.tunnel.test', null)).toBe('https://one.tunnel.test/in?a=1');
});
