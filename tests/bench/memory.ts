import { setTimeout as delay } from 'node:timers/promises';
import { jsonRequest } from './capture.ts';
import { markdownTable, measureInTurn, short, spread, spreadOf } from './harness.ts';
import { loadTool, runLoad } from './load.ts';
import { installedPeers } from './peers.ts';
import { processFigures } from './process-figures.ts';
import type { Report } from './run.ts';
import { bare, ours, type Server, type ServerKind } from './servers.ts';

/** Resident memory after so many requests of 1 KiB, and after some seconds in which none came. */
interface Memory {
  readonly startMiB: number;
  readonly endMiB: number;
  readonly restedMiB: number;
}

const REST_MS = 5000;

export function benchmark(rounds: number): Promise<Report> {
  return afterRequests(100_000, [bare, ours, ...installedPeers()], rounds);
}

/** Takes some minutes: one round, of ours alone. */
export function millionBenchmark(): Promise<Report> {
  return afterRequests(1_000_000, [ours], 1);
}

async function afterRequests(count: number, kinds: readonly ServerKind[], rounds: number): Promise<Report> {
  if (processFigures(process.pid) === null) return { markdown: 'Not measured: it needs Linux’s /proc.', data: null };
  const subjects = kinds.map((kind) => ({ name: kind.name, measure: () => measureOne(kind, count) }));
  const figures = await measureInTurn(subjects, rounds);
  const measured = kinds.map(({ name }, index) => {
    const all = figures[index] ?? [];
    return {
      name,
      startMiB: spreadOf(all.map(({ startMiB }) => startMiB)),
      endMiB: spreadOf(all.map(({ endMiB }) => endMiB)),
      restedMiB: spreadOf(all.map(({ restedMiB }) => restedMiB)),
    };
  });
  const rows = measured.map(({ name, startMiB, endMiB, restedMiB }) => [
    name,
    short(startMiB.median),
    spread(endMiB),
    spread(restedMiB),
  ]);
  const head = ['server', 'RSS at the start, MiB', `after ${count} requests`, `${REST_MS / 1000} s later`];
  return {
    markdown: `Load: ${loadTool}, 1 KiB, 32 connections, ${rounds} rounds.\n\n${markdownTable(head, rows)}`,
    data: { count, measured },
  };
}

async function measureOne(kind: ServerKind, count: number): Promise<Memory> {
  const server = await kind.start();
  try {
    // The bounds of a history would prune it meanwhile.
    await server.host?.call('settings.update', { patch: { history: { maxCount: 0, maxBytes: 0 } } });
    const startMiB = rssOf(server);
    for (let sent = 0; sent < count; ) {
      const { port } = server;
      const { answered } = await runLoad({ port, requests: [jsonRequest(1024)], connections: 32, seconds: 2 });
      sent += answered;
    }
    const endMiB = rssOf(server);
    await delay(REST_MS);
    return { startMiB, endMiB, restedMiB: rssOf(server) };
  } finally {
    await server.stop();
  }
}

function rssOf({ pid }: Server): number {
  return processFigures(pid)?.rssMiB ?? Number.NaN;
}
