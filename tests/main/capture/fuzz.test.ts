import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountedFor, type Harness, startListener } from './support.ts';

/** HOOKPROOF_FUZZ_RUNS and HOOKPROOF_FUZZ_SEED widen the search or repeat a failure. */
const RUNS = Number(process.env.HOOKPROOF_FUZZ_RUNS ?? 600);
const SEED = Number(process.env.HOOKPROOF_FUZZ_SEED ?? 20_261_121);
const AT_ONCE = 8;

/** Mulberry32: a small generator with a full period, so that a seed names a run. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const post = (headers: string, body: string): string => `POST /f HTTP/1.1\r\nHost: h\r\n${headers}\r\n\r\n${body}`;
const SEEDS = [
  'GET / HTTP/1.1\r\nHost: h\r\nX-A: b\r\n\r\n',
  post('Content-Length: 11', 'hello\r\n\r\n\0\xff'),
  post('Transfer-Encoding: chunked', '5\r\nhello\r\n3;x="y"\r\nabc\r\n0\r\nT: 1\r\n\r\n'),
  post('Expect: 100-continue\r\nContent-Length: 3', 'abc'),
  post('Connection: close\r\nContent-Length: 2', 'ab'),
  post('Connection: Upgrade\r\nUpgrade: websocket', ''),
  'HEAD /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n',
  'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\r\n\r\nGET /\r\n\r\n',
];
const SPLICES = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  ':',
  'chunked',
  'Content-Length: 5\r\n',
  'Expect: x\r\n',
  '0\r\n\r\n',
  '\x16\x03\x01',
  'HTTP/1.1',
  '\xc3\xa9',
  'GET / HTTP/1.1\r\n\r\n',
];

function mutated(random: () => number): string {
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[], fallback: T): T => list[below(list.length)] ?? fallback;
  let bytes = '';
  for (let i = 1 + below(3); i > 0; i--) bytes += pick(SEEDS, '');
  for (let i = below(5); i > 0; i--) {
    const at = below(bytes.length + 1);
    const upTo = at + below(6);
    const kind = below(5);
    if (kind === 0) bytes = bytes.slice(0, at) + String.fromCharCode(below(256)) + bytes.slice(at + 1);
    else if (kind === 1) bytes = bytes.slice(0, at) + bytes.slice(upTo);
    else if (kind === 2) bytes = bytes.slice(0, at) + pick(SPLICES, '') + bytes.slice(at);
    else if (kind === 3) bytes = bytes.slice(0, at) + bytes.slice(at, upTo).repeat(2 + below(3)) + bytes.slice(upTo);
    else bytes = bytes.slice(0, at);
  }
  return bytes;
}

function segments(bytes: string, random: () => number): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = random() < 0.3 ? bytes.length : 1 + Math.floor(random() * 40);
    parts.push(bytes.slice(at, at + length));
    at += length;
  }
  return parts;
}

let harness: Harness;
beforeAll(async () => {
  harness = await startListener({ limits: { settleMs: 50, lingerIdleMs: 100 } });
});
afterAll(() => harness.listener.close());

it(`accounts for every byte of ${RUNS} mutated inputs (seed ${SEED})`, async () => {
  const random = generator(SEED);
  async function run(): Promise<void> {
    const bytes = mutated(random);
    const sender = harness.connect();
    await sender.send(...segments(bytes, random));
    await sender.finish();
    await sender.closed;
    const context = `input ${JSON.stringify(bytes)}, replies ${JSON.stringify(sender.got)}`;
    // The listener may close first, and then the sender's last bytes are not read; only then may the end be missing.
    await harness.idle();
    const rest = bytes.slice(accountedFor(bytes, harness.of(sender)));
    const closedByUs = /\r\nConnection: close\r\n/i.test(sender.got);
    if (!closedByUs) expect(rest.replace(/[\r\n]/g, ''), context).toBe('');
    const malformed = harness.of(sender).filter(({ arrival }) => arrival.kind === 'malformed');
    expect(malformed.length, context).toBeLessThanOrEqual(1);
  }
  for (let done = 0; done < RUNS; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, run));
  }
  expect(harness.bugs).toEqual([]);
  expect(harness.listener.counters).toMatchObject({ inFlightBytes: 0, openConnections: 0 });
  const sender = harness.connect();
  await sender.send('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
  await sender.replied(1);
  expect(sender.statuses).toEqual([200]);
  await sender.finish();
}, 60_000);
