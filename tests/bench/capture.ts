import { utf8Bytes } from '../../src/core/bytes.ts';
import type { LoadRequest } from './load.ts';
import { loadTool } from './load.ts';
import { installedPeers, missingPeers } from './peers.ts';
import type { Report } from './run.ts';
import { bare, ours, tee } from './servers.ts';
import { type Compared, compareRunning, compareUnderLoad, loadTable } from './under-load.ts';

const KiB = 1024;
const SIZES = [
  { bytes: KiB, connections: 32 },
  { bytes: 10 * KiB, connections: 32 },
  { bytes: 64 * KiB, connections: 32 },
  // Of all requests under way, 128 MiB are taken in at once.
  { bytes: KiB * KiB, connections: 8 },
] as const;

/** Requests a second that are taken in, against what Node's HTTP server can do and against other tools that record. */
export async function benchmark(rounds: number, short: boolean): Promise<Report> {
  const tables: string[] = [];
  const measured: { readonly size: string; readonly servers: readonly Compared[] }[] = [];
  const ratios: Record<string, number> = {};
  const servers = short ? [bare, ours] : [bare, tee, ours, ...installedPeers()];
  for (const { bytes, connections } of short ? SIZES.slice(0, 1) : SIZES) {
    const plan = { requests: [jsonRequest(bytes)], connections, seconds: short ? 1 : 3, warmUpSeconds: 1 };
    const compared = await (short ? compareRunning : compareUnderLoad)(servers, plan, rounds);
    const size = sizeName(bytes);
    tables.push(
      `Bodies of ${size}, ${connections} connections:\n\n${loadTable(compared, short ? [] : missingPeers())}`,
    );
    measured.push({ size, servers: compared });
    const [ceiling] = compared;
    const own = compared.find(({ name }) => name === ours.name);
    if (ceiling === undefined || own === undefined) continue;
    if (hadItsCore(ceiling)) ratios[`capture ${size}`] = own.requestsPerSecond.max / ceiling.requestsPerSecond.max;
    // Requests that a second of CPU time is enough for: other processes change it less.
    if (own.cpuUsPerRequest !== null && ceiling.cpuUsPerRequest !== null)
      ratios[`capture ${size}, CPU`] = ceiling.cpuUsPerRequest.min / own.cpuUsPerRequest.min;
  }
  return { markdown: [`Load: ${loadTool}.`, ...tables].join('\n\n'), data: { load: loadTool, measured }, ratios };
}

/**
 * Whether the server under load, which has one thread, worked most of the time. If not, other processes had the machine, or who makes the
 * load is slower than it, and requests a second say little of the code: ours needs several threads and a disk at their moment.
 */
function hadItsCore({ requestsPerSecond, cpuUsPerRequest }: Compared): boolean {
  return cpuUsPerRequest === null || requestsPerSecond.median * cpuUsPerRequest.median > 0.75e6;
}

/** An event as most providers send it, unsigned. */
export function jsonRequest(bodyBytes: number): LoadRequest {
  const [head, tail] = ['{"id":"evt_1","type":"invoice.paid","data":{"text":"', '"}}'];
  const filling = 'lorem ipsum '.repeat(bodyBytes / 12 + 1).slice(0, bodyBytes - head.length - tail.length);
  return {
    method: 'POST',
    target: '/hooks/billing?tenant=7',
    headers: [
      ['User-Agent', 'Example/1.0 (+https://example.com/webhooks)'],
      ['Accept', '*/*'],
      ['Content-Type', 'application/json; charset=utf-8'],
    ],
    body: utf8Bytes(`${head}${filling}${tail}`),
  };
}

function sizeName(bytes: number): string {
  return bytes < KiB * KiB ? `${bytes / KiB} KiB` : `${bytes / KiB / KiB} MiB`;
}
