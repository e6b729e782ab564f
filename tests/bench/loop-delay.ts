import { once } from 'node:events';
import { programUrl } from '../support/programs.ts';
import { jsonRequest } from './capture.ts';
import { markdownTable, measureInTurn, spread, spreadOf } from './harness.ts';
import { loadTool, runLoad } from './load.ts';
import type { LoopDelay } from './processes/loop-delay-probe.ts';
import type { Report } from './run.ts';
import { type OwnServer, startOurs } from './servers.ts';

const SECONDS = 4;
/** Stored before, for the search to read: some 300 MB. */
const STORED = 5000;

/**
 * How late the engine's main event loop turns while requests come in and a text is searched for in everything that is stored. The
 * histogram turns every millisecond, so that an idle loop has about 1 ms.
 */
export async function benchmark(rounds: number): Promise<Report> {
  const server = await startOurs({ preload: programUrl('loop-delay-probe') });
  try {
    await store(server);
    const subjects = [
      { name: 'idle', measure: () => delayDuring(server, () => idle()) },
      { name: 'capturing', measure: () => delayDuring(server, () => capture(server)) },
      { name: 'capturing and searching', measure: () => delayDuring(server, () => searchDuring(server)) },
    ];
    const figures = await measureInTurn(subjects, rounds);
    const measured = subjects.map(({ name }, index) => {
      const all = figures[index] ?? [];
      return {
        name,
        p50Ms: spreadOf(all.map(({ p50Ms }) => p50Ms)),
        p99Ms: spreadOf(all.map(({ p99Ms }) => p99Ms)),
        maxMs: spreadOf(all.map(({ maxMs }) => maxMs)),
      };
    });
    const rows = measured.map(({ name, p50Ms, p99Ms, maxMs }) => [name, spread(p50Ms), spread(p99Ms), spread(maxMs)]);
    return {
      markdown: [
        `Load: ${loadTool}, 1 KiB, 32 connections, ${SECONDS} s a round. Searched: at least ${STORED} captures of 64 KiB, over and over, for a text that none has.`,
        markdownTable(['', 'p50, ms', 'p99, ms', 'longest, ms'], rows),
      ].join('\n\n'),
      data: { seconds: SECONDS, measured },
    };
  } finally {
    await server.stop();
  }
}

async function store({ host, port }: OwnServer): Promise<void> {
  const requests = [jsonRequest(64 * 1024)];
  for (let stored = 0; stored < STORED; ) {
    await runLoad({ port, requests, connections: 16, seconds: 1 });
    stored = (await host.call('app.state', null)).listenerCounters.captures;
  }
}

async function delayDuring({ host }: OwnServer, work: () => Promise<void>): Promise<LoopDelay> {
  host.process.send('reset');
  await work();
  const answer = once(host.process, 'message');
  host.process.send('read');
  // The probe's one message.
  return (await answer)[0] as LoopDelay;
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, SECONDS * 1000);
  });
}

async function capture({ port }: OwnServer): Promise<void> {
  await runLoad({ port, requests: [jsonRequest(1024)], connections: 32, seconds: SECONDS });
}

async function searchDuring(server: OwnServer): Promise<void> {
  let isOver = false;
  const searching = (async () => {
    while (!isOver) {
      const filter = { texts: ['nowhere in any of these bodies'] };
      const { rows } = await server.host.call('captures.list', { filter, before: null, limit: 100 });
      if (rows.length > 0) throw new Error('the text was found');
    }
  })();
  try {
    await capture(server);
  } finally {
    isOver = true;
    await searching;
  }
}
