import { Agent, type RequestOptions, request } from 'node:http';
import type { Draft } from '../../src/core/draft/draft.ts';
import { createSender } from '../../src/main/replay/sender.ts';
import { jsonRequest } from './capture.ts';
import { markdownTable, short, spread, timeInTurn } from './harness.ts';
import type { Report } from './run.ts';
import { bare } from './servers.ts';

/** At once, as a burst sends. */
const AT_ONCE = 8;

/**
 * Our sender, which resolves the name, checks the target, keeps both messages exactly and opens a socket a request, against
 * Node's client to the same server. The server is a process of its own.
 */
export async function benchmark(rounds: number): Promise<Report> {
  const target = await bare.start();
  const keptAlive = new Agent({ keepAlive: true });
  const { method, target: path, headers, body } = jsonRequest(1024);
  const url = `http://127.0.0.1:${target.port}${path}`;
  const draft: Draft = { method, url, headers, body, signing: null };
  const sender = createSender({ isOwnControlPort: () => false, confirmedOrigins: { has: () => true } });

  async function sendOurs(): Promise<void> {
    const sent = await sender.send(draft, {
      timeoutMs: 10_000,
      verifyTls: true,
      origin: { kind: 'forge' },
      signedWith: null,
    });
    if (!sent.ok) throw new Error(sent.failure.code);
  }
  function sendBare(options: RequestOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const sending = request(url, { method, headers: headers.flat(), ...options }, (reply) => {
        reply.on('data', () => undefined).on('end', resolve);
      });
      sending.on('error', reject).end(body);
    });
  }
  const eight = (send: () => Promise<void>) => () => Promise.all(Array.from({ length: AT_ONCE }, send));

  try {
    const bareSend = () => sendBare({ agent: false });
    const measured: { name: string; timing: Awaited<ReturnType<typeof timeInTurn>>[number] }[] = [];
    const subjects = [
      { name: 'node:http, a connection a request', run: bareSend, isAsync: true },
      { name: 'node:http, connection kept', run: () => sendBare({ agent: keptAlive }), isAsync: true },
      { name: 'Hookproof', run: sendOurs, isAsync: true },
      { name: `node:http, a connection a request, ${AT_ONCE} at once`, run: eight(bareSend), isAsync: true },
      { name: `Hookproof, ${AT_ONCE} at once`, run: eight(sendOurs), isAsync: true },
    ];
    const timings = await timeInTurn(subjects, rounds);
    for (const [index, { name }] of subjects.entries()) {
      const timing = timings[index];
      if (timing !== undefined) measured.push({ name, timing });
    }
    const over = (one: number, other: number): number =>
      (timings[one]?.min ?? Number.NaN) / (timings[other]?.min ?? Number.NaN);
    const ratios = { 'replay, one after the other': over(0, 2), [`replay, ${AT_ONCE} at once`]: over(3, 4) };
    const rows = measured.map(({ name, timing }) => [name, spread(timing)]);
    return {
      markdown: [
        'One sending of 1 KiB (or eight at once), µs:',
        markdownTable(['sender', 'µs'], rows),
        `Ratio of the fastest rounds, node:http with a connection a request over ours: ${Object.values(ratios).map(short).join(' one after the other, ')} eight at once.`,
      ].join('\n\n'),
      data: { measured },
      ratios,
    };
  } finally {
    sender.close();
    keptAlive.destroy();
    await target.stop();
  }
}
