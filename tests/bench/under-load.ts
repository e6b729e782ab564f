import { markdownTable, measureInTurn, ratioOf, type Spread, short, spread, spreadOf } from './harness.ts';
import { type LoadFigures, type LoadRequest, runLoad } from './load.ts';
import { processFigures } from './process-figures.ts';
import type { Server, ServerKind } from './servers.ts';

export interface UnderLoad extends LoadFigures {
  /** At the end of the load; null where the system does not say. */
  readonly rssMiB: number | null;
  readonly cpuUsPerRequest: number | null;
}

export interface LoadPlan {
  readonly requests: readonly LoadRequest[];
  readonly connections: number;
  readonly seconds: number;
  /** Before the load that counts; 0: none. */
  readonly warmUpSeconds: number;
}

export async function underLoad(server: Server, plan: LoadPlan): Promise<UnderLoad> {
  const { requests, connections, seconds, warmUpSeconds } = plan;
  const { port, pid } = server;
  if (warmUpSeconds > 0) await runLoad({ port, requests, connections, seconds: warmUpSeconds });
  const [storedBefore, from] = [await storedBy(server), processFigures(pid)];
  const load = await runLoad({ port, requests, connections, seconds });
  const [storedAfter, to] = [await storedBy(server), processFigures(pid)];
  // A figure for requests that were lost would be worth nothing.
  if (storedAfter !== null && storedAfter - (storedBefore ?? 0) < load.answered) {
    throw new Error(`${load.answered} requests were answered, ${storedAfter - (storedBefore ?? 0)} are stored`);
  }
  return {
    ...load,
    rssMiB: to?.rssMiB ?? null,
    cpuUsPerRequest: from === null || to === null ? null : ((to.cpuMs - from.cpuMs) * 1000) / load.answered,
  };
}

/** Captures of our own server so far. */
async function storedBy(server: Server): Promise<number | null> {
  if (server.host === undefined) return null;
  return (await server.host.call('app.state', null)).listenerCounters.captures;
}

export interface Compared {
  readonly name: string;
  readonly requestsPerSecond: Spread;
  /** Over the first server's. */
  readonly ratio: Spread;
  readonly p50Ms: Spread;
  readonly p99Ms: Spread;
  readonly rssMiB: Spread | null;
  readonly cpuUsPerRequest: Spread | null;
}

/** Each server is started anew for each of its rounds. The first is what the others are compared with. */
export async function compareUnderLoad(
  kinds: readonly ServerKind[],
  plan: LoadPlan,
  rounds: number,
): Promise<readonly Compared[]> {
  const subjects = kinds.map(({ name, start }) => ({
    name,
    async measure() {
      const server = await start();
      try {
        return await underLoad(server, plan);
      } finally {
        await server.stop();
      }
    },
  }));
  return comparedOf(kinds, await measureInTurn(subjects, rounds));
}

/** The same in less time: the servers go on running from their warming up to the last round. */
export async function compareRunning(
  kinds: readonly ServerKind[],
  plan: LoadPlan,
  rounds: number,
): Promise<readonly Compared[]> {
  const running: { readonly name: string; readonly server: Server }[] = [];
  try {
    for (const { name, start } of kinds) running.push({ name, server: await start() });
    const warm = { ...plan, warmUpSeconds: 0 };
    for (const { server } of running) await underLoad(server, { ...warm, seconds: plan.warmUpSeconds });
    const subjects = running.map(({ name, server }) => ({ name, measure: () => underLoad(server, warm) }));
    return comparedOf(kinds, await measureInTurn(subjects, rounds));
  } finally {
    for (const { server } of running) await server.stop();
  }
}

function comparedOf(kinds: readonly ServerKind[], figures: readonly (readonly UnderLoad[])[]): readonly Compared[] {
  const rates = figures.map((all) => all.map(({ requestsPerSecond }) => requestsPerSecond));
  return kinds.map(({ name }, index) => {
    const all = figures[index] ?? [];
    const rate = rates[index] ?? [];
    return {
      name,
      requestsPerSecond: spreadOf(rate),
      ratio: ratioOf(rate, rates[0] ?? []),
      p50Ms: spreadOf(all.map(({ p50Ms }) => p50Ms)),
      p99Ms: spreadOf(all.map(({ p99Ms }) => p99Ms)),
      rssMiB: spreadOfKnown(all.map(({ rssMiB }) => rssMiB)),
      cpuUsPerRequest: spreadOfKnown(all.map(({ cpuUsPerRequest }) => cpuUsPerRequest)),
    };
  });
}

function spreadOfKnown(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : spreadOf(known);
}

/** `missing`: named in the table, without figures. */
export function loadTable(compared: readonly Compared[], missing: readonly string[]): string {
  const known = (value: Spread | null): string => (value === null ? 'not measured' : short(value.median));
  const rows = compared.map(({ name, requestsPerSecond, ratio, p50Ms, p99Ms, rssMiB, cpuUsPerRequest }) => [
    name,
    rate(requestsPerSecond),
    short(ratio.median),
    short(p50Ms.median),
    spread(p99Ms),
    known(rssMiB),
    known(cpuUsPerRequest),
  ]);
  const head = ['server', 'req/s', 'ratio to the first', 'p50, ms', 'p99, ms', 'RSS, MiB', 'CPU, µs a request'];
  return markdownTable(head, [...rows, ...missing.map((name) => [name, 'not installed', '', '', '', '', ''])]);
}

function rate({ median, min, max }: Spread): string {
  return `${median.toFixed(0)} (${min.toFixed(0)} to ${max.toFixed(0)})`;
}
