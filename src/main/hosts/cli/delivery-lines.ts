import { type Burst, throughputOf } from '../../../core/deliver/burst.ts';
import type { DeliveryRun } from '../../../core/deliver/delivery-run.ts';
import { scheduleWords } from '../../../core/deliver/next-attempt.ts';
import { explain } from '../../../core/failure-words.ts';
import { span } from '../../../core/signature/span.ts';
import { complainOf, EXIT, type ExitCode, terminalSafe, writeJsonLine, writeOut } from './output.ts';

export type Say = (run: DeliveryRun) => Promise<void>;

/** One line an attempt, a wait and the end. */
export function textTimeline(): Say {
  let said = 0;
  let isBegun = false;
  return async ({ method, url, policy, speed, scheme, attempts, state }) => {
    if (!isBegun) {
      isBegun = true;
      const like = scheme === null ? '' : ` like ${terminalSafe(scheme)}`;
      const faster = speed === 1 ? '' : `, waits ${speed} times faster`;
      await writeOut(
        `${terminalSafe(`${method} ${url}`)}${like}: ${scheduleWords(policy)}; ${span(policy.deadlineMs)} for a reply${faster}\n`,
      );
    }
    for (const { number, outcome, durationMs } of attempts.slice(said)) {
      const what = outcome.kind === 'replied' ? String(outcome.status) : explain(outcome.failure).title;
      await writeOut(`  ${number}. ${terminalSafe(what)}  (${span(durationMs)})\n`);
    }
    said = attempts.length;
    if (state.kind === 'waiting') {
      const compressed = speed === 1 ? '' : `, as ${span(state.waitMs / speed)}`;
      await writeOut(`     waits ${span(state.waitMs)}${compressed}\n`);
    }
    if (state.kind === 'ended') {
      const words = { succeeded: 'Delivered', 'given-up': 'Given up', cancelled: 'Cancelled', stopped: 'Stopped' };
      await writeOut(`${words[state.outcome]}${state.why === '' ? '' : `: ${state.why}`}.\n`);
    }
  };
}

/** NDJSON: `attempt`, `waiting` and `ended` lines. */
export function jsonTimeline(): Say {
  let said = 0;
  return async ({ speed, attempts, state }) => {
    for (const { number, at, waitMs, durationMs, outcome } of attempts.slice(said)) {
      const what = outcome.kind === 'replied' ? { status: outcome.status } : { failure: outcome.failure.code };
      await writeJsonLine({ event: 'attempt', number, at, waitMs, durationMs, ...what });
    }
    said = attempts.length;
    if (state.kind === 'waiting') {
      await writeJsonLine({ event: 'waiting', number: state.number, waitMs: state.waitMs, speed });
    }
    if (state.kind === 'ended') {
      const { outcome, why, failure } = state;
      await writeJsonLine({ event: 'ended', outcome, why, attempts: said, ...(failure && { failure: failure.code }) });
    }
  };
}

/** What came of a burst. Exit code 0: every request got a 2xx. */
export async function sayBurst(burst: Burst, json: boolean): Promise<ExitCode> {
  const { plan, state, done, counts, latency, elapsedMs, failure } = burst;
  const perSecond = throughputOf(burst);
  const isTaken = state === 'done' && counts.every(({ what }) => typeof what === 'number' && what >= 200 && what < 300);
  if (json) {
    await writeJsonLine({
      state,
      count: plan.count,
      concurrency: plan.concurrency,
      done,
      counts,
      elapsedMs,
      perSecond,
      latencyMs: latency,
      ...(failure && { failure: failure.code }),
    });
  } else {
    const words = counts.map(({ what, count }) => `${count} × ${what}`).join(', ');
    await writeOut(
      `${done} of ${plan.count} sent, ${plan.concurrency} at a time: ${words === '' ? 'nothing' : words}\n`,
    );
    await writeOut(`${perSecond.toFixed(1)} a second, in ${span(elapsedMs)}\n`);
    if (latency !== null) {
      const { p50, p90, p95, p99, max } = latency;
      const parts = Object.entries({ p50, p90, p95, p99, max }).map(([name, ms]) => `${name} ${span(ms)}`);
      await writeOut(`reply after: ${parts.join(', ')}\n`);
    }
  }
  if (failure !== null) return complainOf(failure);
  return isTaken ? EXIT.ok : EXIT.failed;
}
