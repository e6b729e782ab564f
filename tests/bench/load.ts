import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { concatBytes, latin1Bytes } from '../../src/core/bytes.ts';
import type { HeaderList } from '../../src/core/http/headers.ts';

/** A request of the load; `Content-Length` is added. */
export interface LoadRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

export interface Load {
  readonly port: number;
  /** Sent in turn, over and over. */
  readonly requests: readonly LoadRequest[];
  /** Kept alive, each with one request under way. */
  readonly connections: number;
  readonly seconds: number;
}

export interface LoadFigures {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Requests with a reply. */
  readonly answered: number;
}

const hasWrk = spawnSync('wrk', ['-v']).error === undefined;

/** Who makes the load, for the header of a report. */
export const loadTool = hasWrk ? 'wrk' : 'autocannon';

/** Load from a process of its own. Rejects when a request was refused or failed: its figures would say nothing. */
export async function runLoad(load: Load): Promise<LoadFigures> {
  const dir = await mkdtemp(join(tmpdir(), 'hookproof-load-'));
  try {
    const { failures, ...figures } = hasWrk ? await runWrk(load, dir) : await runAutocannon(load, dir);
    if (failures > 0) throw new Error(`${failures} requests of the load were refused or failed`);
    return figures;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

type RawFigures = LoadFigures & { readonly failures: number };

async function runWrk({ port, requests, connections, seconds }: Load, dir: string): Promise<RawFigures> {
  const raws = requests.map((request) => rawOf(request, port));
  const [script, bytes] = [join(dir, 'load.lua'), join(dir, 'requests')];
  await writeFile(bytes, concatBytes(raws));
  await writeFile(
    script,
    luaScript(
      bytes,
      raws.map((raw) => raw.length),
    ),
  );
  const args = [
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--timeout',
    '30s',
    '-s',
    script,
    `http://127.0.0.1:${port}`,
  ];
  const { stdout } = await promisify(execFile)('wrk', args);
  // The script's last line.
  const figures: RawFigures = JSON.parse(stdout.slice(stdout.lastIndexOf('{')));
  return figures;
}

function luaScript(file: string, lengths: readonly number[]): string {
  return `
local file = assert(io.open(${JSON.stringify(file)}, "rb"))
local requests = {}
for index, length in ipairs({${lengths.join(',')}}) do requests[index] = file:read(length) end
local at = 0
request = function()
  at = at % #requests + 1
  return requests[at]
end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"requestsPerSecond":%f,"p50Ms":%f,"p99Ms":%f,"answered":%d,"failures":%d}',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
`;
}

async function runAutocannon(load: Load, dir: string): Promise<RawFigures> {
  const job = join(dir, 'load.json');
  const requests = load.requests.map(({ body, ...request }) => ({
    ...request,
    body: Buffer.from(body).toString('base64'),
  }));
  await writeFile(job, JSON.stringify({ ...load, requests }));
  const program = fileURLToPath(new URL('processes/autocannon.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, job]);
  const figures: RawFigures = JSON.parse(stdout);
  return figures;
}

function rawOf({ method, target, headers, body }: LoadRequest, port: number): Uint8Array {
  const all = [['Host', `127.0.0.1:${port}`], ...headers, ['Content-Length', String(body.length)]];
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return concatBytes([latin1Bytes(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`), body]);
}
