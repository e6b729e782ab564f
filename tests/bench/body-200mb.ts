import { request } from 'node:http';
import { markdownTable, measureInTurn, spread, spreadOf } from './harness.ts';
import { processFigures } from './process-figures.ts';
import type { Report } from './run.ts';
import { bare, ours, type ServerKind } from './servers.ts';

const MiB = 1024 * 1024;
/** Webhooks of so many bytes exist in nobody's documentation: it is what a hostile sender tries. */
const BODY_BYTES = 200 * MiB;
const CHUNK = new Uint8Array(MiB).fill(0x61);

interface Outcome {
  readonly status: number;
  readonly ms: number;
  /** The most memory it had, over what it had before. */
  readonly grownMiB: number;
}

/** One body far over the limit: it is refused, kept up to the limit, and costs no more memory than that. */
export async function benchmark(rounds: number): Promise<Report> {
  const kinds = [bare, ours];
  const subjects = kinds.map((kind) => ({ name: kind.name, measure: () => sendLarge(kind) }));
  const figures = await measureInTurn(subjects, rounds);
  const measured = kinds.map(({ name }, index) => {
    const all = figures[index] ?? [];
    return {
      name,
      statuses: [...new Set(all.map(({ status }) => status))],
      ms: spreadOf(all.map(({ ms }) => ms)),
      grownMiB: spreadOf(all.map(({ grownMiB }) => grownMiB)),
    };
  });
  const rows = measured.map(({ name, statuses, ms, grownMiB }) => [
    name,
    statuses.join(', '),
    spread(ms),
    spread(grownMiB),
  ]);
  return {
    markdown: markdownTable(['server', 'status', 'to the reply, ms', 'memory grown by at most, MiB'], rows),
    data: { bodyBytes: BODY_BYTES, measured },
  };
}

async function sendLarge(kind: ServerKind): Promise<Outcome> {
  const server = await kind.start();
  try {
    const before = processFigures(server.pid)?.rssMiB ?? Number.NaN;
    const { status, ms } = await send(server.port);
    return { status, ms, grownMiB: (processFigures(server.pid)?.peakRssMiB ?? Number.NaN) - before };
  } finally {
    await server.stop();
  }
}

/** The reply may come before the whole body is sent. */
function send(port: number): Promise<{ status: number; ms: number }> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    let answered: { status: number; ms: number } | null = null;
    const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': BODY_BYTES };
    const sending = request({ host: '127.0.0.1', port, method: 'POST', path: '/hooks', headers }, (reply) => {
      const given = { status: reply.statusCode ?? 0, ms: performance.now() - from };
      answered = given;
      reply.resume().on('end', () => resolve(given));
    });
    // The server closes after its refusal, and what is still being written fails.
    sending.on('error', (error) => (answered === null ? reject(error) : resolve(answered)));
    let sent = 0;
    const more = (): void => {
      while (sent < BODY_BYTES && answered === null) {
        sent += CHUNK.length;
        if (!sending.write(CHUNK)) {
          sending.once('drain', more);
          return;
        }
      }
      sending.end();
    };
    more();
  });
}
