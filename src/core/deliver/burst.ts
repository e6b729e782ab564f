import type { Failure, FailureCode } from '../failure.ts';
import type { Repeat } from './policy.ts';

export const MAX_BURST_REQUESTS = 10_000;
export const MAX_BURST_CONCURRENCY = 100;
/** Of the requests that were no success, the first ones are kept as attempts, to look at. */
export const MAX_BURST_FAILURES = 10;

/** Many requests at once: how a handler bears them. */
export interface BurstPlan {
  /** 1 to `MAX_BURST_REQUESTS`. */
  readonly count: number;
  /** Under way at a time, 1 to `MAX_BURST_CONCURRENCY`. */
  readonly concurrency: number;
  readonly repeat: Repeat;
  /** From the start of a request to the end of its reply, ms. */
  readonly deadlineMs: number;
  readonly verifyTls: boolean;
}

export interface Burst {
  readonly id: string;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly method: string;
  readonly url: string;
  readonly scheme: string | null;
  readonly plan: BurstPlan;
  readonly state: 'running' | 'done' | 'cancelled' | 'stopped';
  /** Requests with an outcome. */
  readonly done: number;
  /** By status or failure, the most frequent first. */
  readonly counts: readonly BurstCount[];
  /** From the start to the last outcome. */
  readonly elapsedMs: number;
  /** Of those that were replied to; null while it runs, and without any reply. */
  readonly latency: Latency | null;
  /** Attempts of the first requests that got no 2xx. */
  readonly failures: readonly number[];
  /** Why no further request could be sent. */
  readonly failure: Failure | null;
}

export interface BurstCount {
  /** An HTTP status, or the code of a failure. */
  readonly what: number | FailureCode;
  readonly count: number;
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Exact percentiles by nearest rank: the smallest time that at least that part of all times does not exceed. */
export function latencyOf(timesMs: readonly number[]): Latency | null {
  const sorted = Float64Array.from(timesMs).sort();
  const at = (part: number): number => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  if (sorted.length === 0) return null;
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) };
}

export function countsOf(outcomes: ReadonlyMap<BurstCount['what'], number>): readonly BurstCount[] {
  return [...outcomes]
    .map(([what, count]) => ({ what, count }))
    .toSorted((a, b) => b.count - a.count || String(a.what).localeCompare(String(b.what)));
}

/** Requests a second. */
export function throughputOf({ done, elapsedMs }: Pick<Burst, 'done' | 'elapsedMs'>): number {
  return elapsedMs === 0 ? 0 : (done * 1000) / elapsedMs;
}
