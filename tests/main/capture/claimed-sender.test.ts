import { describe, expect, it } from 'vitest';
import { claimedSender } from '../../../src/main/capture/claimed-sender.ts';

describe('the sender that a tunnel claims', () => {
  it.each([
    ['what the last hop saw', ['1.1.1.1, 8.8.8.8'], '8.8.8.8'],
    ['in the last of several headers', ['1.1.1.1', '9.9.9.9', '8.8.8.8'], '8.8.8.8'],
    ['past the tunnel’s own hops', ['1.1.1.1, 8.8.8.8, 10.0.0.3, 127.0.0.1'], '8.8.8.8'],
    ['without its port', ['8.8.8.8:4711'], '8.8.8.8'],
    ['an IPv6 network, which one sender has whole', ['2606:4700:0:0:1:2:3:4'], '2606:4700:0:0::/64'],
    ['the same network, written otherwise', ['[2606:4700::FFFF]:443'], '2606:4700:0:0::/64'],
    ['nobody where only private addresses stand', ['192.168.0.1, ::1'], null],
    ['nobody in what is no address', ['unknown, _hidden, <script>'], null],
    ['nobody in nothing', [''], null],
    ['nobody behind more hops than there can be', [`8.8.8.8${', 10.0.0.1'.repeat(20)}`], null],
  ])('is %s', (_, values, expected) => {
    expect(claimedSender(values.map((value) => ['X-Forwarded-For', value] as const))).toBe(expected);
  });

  it('is the other header’s where there is only that', () => {
    expect(claimedSender([['x-real-ip', '8.8.4.4']])).toBe('8.8.4.4');
    expect(claimedSender([])).toBeNull();
  });

  it('is looked for in bounded time, whatever is written', () => {
    const before = performance.now();
    for (const text of [','.repeat(60_000), 'x'.repeat(60_000), `8.8.8.8${' '.repeat(60_000)}`, '[:'.repeat(30_000)]) {
      for (let i = 0; i < 100; i++) expect(claimedSender([['X-Forwarded-For', text]])).toBeNull();
    }
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
