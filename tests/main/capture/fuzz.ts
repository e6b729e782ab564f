import { accountedFor, type Harness, type Sender, startListener } from './support.ts';

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

/** Where in a run the inputs are: the same seed and number are the same input, whatever came before. */
export interface FuzzRange {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
}

/** An input whose outcome breaks an invariant. */
export interface FuzzFinding {
  readonly index: number;
  readonly input: string;
  readonly problem: string;
}

/** As many as are under way together; more wait for each other in the listener's one thread. */
const AT_ONCE = 64;

interface Sent {
  readonly index: number;
  readonly input: string;
  readonly sender: Sender;
}

/**
 * Sends mutated requests in random segments to a listener and holds every outcome to what must hold whatever is sent: what is stored is
 * what was sent, or a prefix of it where we closed first; nothing is without a row; only what is stored is acknowledged; nothing
 * stays in flight; the next request is served. Ends with the first batch that holds a finding.
 */
export async function fuzz(
  { seed, first, count }: FuzzRange,
  progress: (done: number) => void = () => undefined,
): Promise<readonly FuzzFinding[]> {
  const harness = await startListener({ limits: { settleMs: 50, lingerIdleMs: 100 } });
  const findings: FuzzFinding[] = [];
  for (let done = 0; done < count && findings.length === 0; done += AT_ONCE) {
    const sent = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, i) =>
      send(harness, seed, first + done + i),
    );
    const batch = await Promise.all(sent);
    await harness.idle();
    for (const one of batch) {
      const problem = problemOf(harness, one);
      if (problem !== null) findings.push({ index: one.index, input: one.input, problem });
    }
    const { inFlightBytes } = harness.listener.counters;
    if (inFlightBytes !== 0)
      findings.push({ index: first + done, input: '', problem: `${inFlightBytes} bytes stay in flight` });
    for (const bug of harness.bugs) findings.push({ index: first + done, input: '', problem: `a bug: ${bug}` });
    harness.received.length = 0;
    progress(done + sent.length);
  }
  const sender = harness.connect();
  await sender.send('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
  await sender.finish();
  await sender.closed;
  if (sender.statuses[0] !== 200)
    findings.push({ index: first + count, input: '', problem: 'the next request is not served' });
  await harness.listener.close();
  return findings;
}

async function send(harness: Harness, seed: number, index: number): Promise<Sent> {
  // Neighbouring seeds of the generator give unlike numbers.
  const random = generator(seed + Math.imul(index, 0x9e3779b1));
  const input = mutated(random);
  // Before anything is awaited: all of a batch have ports of their own then.
  const sender = harness.connect();
  await sender.send(...segments(input, random));
  await sender.finish();
  await sender.closed;
  return { index, input, sender };
}

function problemOf(harness: Harness, { input, sender }: Sent): string | null {
  const received = harness.of(sender);
  let at: number;
  try {
    at = accountedFor(input, received);
  } catch (error) {
    return String(error);
  }
  const isBlank = (text: string): boolean => /^[\r\n]*$/.test(text);
  if (received.length === 0 && !isBlank(input)) return 'no row';
  // The listener may close first, and then the sender's last bytes are not read; only then may the end be missing.
  const closedByUs = /\r\nConnection: close\r\n/i.test(sender.got);
  if (!closedByUs && !isBlank(input.slice(at))) return `unaccounted: ${JSON.stringify(input.slice(at))}`;
  if (received.filter(({ arrival }) => arrival.kind === 'malformed').length > 1) return 'two malformed rows';
  const acknowledged = sender.statuses.filter((status) => status >= 200 && status < 300).length;
  const complete = received.filter(({ arrival }) => arrival.completeness === 'complete').length;
  if (acknowledged > complete) return `${acknowledged} acknowledged, ${complete} stored whole`;
  return null;
}
