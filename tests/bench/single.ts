import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { jsonRequest } from './capture.ts';
import { markdownTable, measureInTurn, quantile, ratioOf, short, spread, spreadOf } from './harness.ts';
import type { Report } from './run.ts';
import { bare, ours, type Server } from './servers.ts';

const REQUESTS = 200;
/** Nothing is under way when the next one comes. */
const PAUSE_MS = 10;

interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** One request at a time to an idle server: from the first byte sent to the whole reply, connection kept. */
export async function benchmark(rounds: number): Promise<Report> {
  const kinds = [bare, ours];
  const servers = [];
  try {
    for (const { start } of kinds) servers.push(await start());
    for (const server of servers) await latencyOf(server);
    const subjects = servers.map((server, index) => ({
      name: kinds[index]?.name ?? '',
      measure: () => latencyOf(server),
    }));
    const figures = await measureInTurn(subjects, rounds);
    const middles = figures.map((all) => all.map(({ p50Ms }) => p50Ms));
    const measured = kinds.map(({ name }, index) => ({
      name,
      p50Ms: spreadOf(middles[index] ?? []),
      p99Ms: spreadOf((figures[index] ?? []).map(({ p99Ms }) => p99Ms)),
      times: ratioOf(middles[index] ?? [], middles[0] ?? []),
    }));
    const rows = measured.map(({ name, p50Ms, p99Ms, times }) => [
      name,
      spread(p50Ms),
      spread(p99Ms),
      short(times.median),
    ]);
    return {
      markdown: [
        `${REQUESTS} requests of 1 KiB a round, ${PAUSE_MS} ms apart.`,
        markdownTable(['server', 'p50, ms', 'p99, ms', 'p50, times the first'], rows),
      ].join('\n\n'),
      data: { requests: REQUESTS, pauseMs: PAUSE_MS, measured },
    };
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function latencyOf({ port }: Server): Promise<Latency> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (let sent = 0; sent < REQUESTS; sent++) {
    times.push(await timeOne(port, agent));
    await delay(PAUSE_MS);
  }
  agent.destroy();
  return { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
}

function timeOne(port: number, agent: Agent): Promise<number> {
  const { method, target: path, headers, body } = jsonRequest(1024);
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const sending = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        method,
        path,
        headers: { ...Object.fromEntries(headers), 'Content-Length': body.length },
      },
      (reply) => {
        if ((reply.statusCode ?? 0) >= 300) reject(new Error(`answered ${reply.statusCode}`));
        reply.resume().on('end', () => resolve(performance.now() - from));
      },
    );
    sending.on('error', reject).end(body);
  });
}
