import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

/** `node autocannon.ts JOB.json`: the load of `load.ts`, its figures as one line of JSON. */
interface Job {
  readonly port: number;
  readonly requests: readonly {
    readonly method: 'POST';
    readonly target: string;
    readonly headers: readonly (readonly [string, string])[];
    /** base64 */
    readonly body: string;
  }[];
  readonly connections: number;
  readonly seconds: number;
}

const job: Job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const { requests, latency, non2xx, errors, timeouts, ...result } = await autocannon({
  url: `http://127.0.0.1:${job.port}`,
  connections: job.connections,
  duration: job.seconds,
  timeout: 30,
  requests: job.requests.map(({ method, target, headers, body }) => ({
    method,
    path: target,
    headers: Object.fromEntries(headers),
    body: Buffer.from(body, 'base64'),
  })),
});
process.stdout.write(
  JSON.stringify({
    requestsPerSecond: requests.total / result.duration,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    answered: requests.total,
    failures: non2xx + errors + timeouts,
  }),
);
