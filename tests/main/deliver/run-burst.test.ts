import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { type Burst, type BurstPlan, MAX_BURST_FAILURES } from '../../../src/core/deliver/burst.ts';
import { firstHeader } from '../../../src/core/http/headers.ts';
import { ok } from '../../../src/core/result.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { type BurstOptions, runBurst } from '../../../src/main/deliver/run-burst.ts';
import { judge, scheme } from '../../support/signing.ts';
import {
  type Answer,
  draftOf,
  type Handler,
  hang,
  SECRET,
  signer,
  startHandler,
  status,
  testSender,
} from './support.ts';

const plan: BurstPlan = { count: 40, concurrency: 8, repeat: 'new-id', deadlineMs: 10_000, verifyTls: true };

async function burst(handler: Handler, more: Partial<BurstPlan> = {}, options: Partial<BurstOptions> = {}) {
  const told: Burst[] = [];
  const ended = await runBurst({
    id: 'b1',
    draft: draftOf('github/push', handler.url),
    scheme: scheme('github'),
    plan: { ...plan, ...more },
    sign: signer(Date.now),
    sender: testSender(),
    keep: async () => ok(null),
    crypto: nodeCrypto,
    now: Date.now,
    monotonicMs: () => performance.now(),
    changed: (state) => told.push(state),
    signal: new AbortController().signal,
    ...options,
  });
  return { ended, told };
}

describe('a burst', () => {
  it('sends each request signed, with a delivery id of its own, and counts what came back', async () => {
    const handler = await startHandler(status(200));
    const { ended, told } = await burst(handler);
    expect(ended).toMatchObject({
      state: 'done',
      done: 40,
      counts: [{ what: 200, count: 40 }],
      failures: [],
      failure: null,
    });
    expect(handler.requests).toHaveLength(40);
    const ids = handler.requests.map(({ headers }) => firstHeader(headers, 'X-GitHub-Delivery'));
    expect(new Set(ids).size).toBe(40);
    for (const request of handler.requests) expect(judge('github', request, [SECRET]).status).toBe('verified');
    const { latency } = ended;
    if (latency === null) throw new Error('there were replies');
    const { p50, p90, p95, p99, max } = latency;
    expect([p50, p90, p95, p99, max]).toEqual([p50, p90, p95, p99, max].toSorted((a, b) => a - b));
    expect(ended.elapsedMs).toBeGreaterThan(0);
    expect(told.at(-1)).toEqual(ended);
  });

  it('sends identical requests where that is chosen', async () => {
    const handler = await startHandler(status(200));
    await burst(handler, { repeat: 'same-bytes' });
    expect(new Set(handler.requests.map(({ headers }) => JSON.stringify(headers))).size).toBe(1);
  });

  it('has never more under way than it may, and as many as it may', async () => {
    let now = 0;
    let most = 0;
    const held: (() => void)[] = [];
    // Answers when eight are there: fewer at a time would hang, and more would be seen.
    const answer: Answer = (response) => {
      most = Math.max(most, ++now);
      held.push(() => {
        now--;
        response.writeHead(200).end();
      });
      if (held.length === 8) for (const release of held.splice(0)) release();
    };
    const { ended } = await burst(await startHandler(answer));
    expect(ended.done).toBe(40);
    expect(most).toBe(8);
  });

  it('keeps the first failures only, and counts all by what they were', async () => {
    const handler = await startHandler(...Array.from({ length: 20 }, () => status(500)), status(200));
    const kept: number[] = [];
    const { ended } = await burst(
      handler,
      {},
      {
        keep: async ({ origin }) => ok(kept.push(origin.kind === 'burst' ? origin.number : 0)),
      },
    );
    expect(ended.counts).toEqual([
      { what: 200, count: 20 },
      { what: 500, count: 20 },
    ]);
    expect(kept).toHaveLength(MAX_BURST_FAILURES);
    expect(ended.failures).toEqual(kept.map((_, index) => index + 1));
  });

  it('tells of its progress ten times a second and not more', async () => {
    const handler = await startHandler(status(200));
    // Ten milliseconds pass with each look at the clock: one at the start, and one a request.
    let clockMs = 0;
    const { told } = await burst(handler, { count: 100 }, { monotonicMs: () => (clockMs += 10) });
    expect(told.map(({ done }) => done)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 100]);
    expect(told.map(({ state }) => state).slice(-2)).toEqual(['running', 'done']);
  });

  it('ends when it is cancelled, and what was cut off counts as nothing', async () => {
    const handler = await startHandler(status(200), status(200), status(200), hang);
    const abort = new AbortController();
    const sender = testSender();
    abort.signal.addEventListener('abort', () => sender.close());
    const running = burst(handler, { concurrency: 1 }, { signal: abort.signal, sender });
    await handler.received(4);
    abort.abort();
    const { ended } = await running;
    expect(ended).toMatchObject({ state: 'cancelled', done: 3, counts: [{ what: 200, count: 3 }] });
    expect(handler.requests).toHaveLength(4);
  });

  it('counts deadlines that passed, without a latency of theirs', async () => {
    const { ended } = await burst(await startHandler(hang), { count: 3, deadlineMs: 150 });
    expect(ended).toMatchObject({ state: 'done', counts: [{ what: 'target-timeout', count: 3 }], latency: null });
  });

  it('stops with the reason where a request cannot be signed', async () => {
    const handler = await startHandler(status(200));
    const { ended } = await burst(handler, {}, { sign: () => ({ ok: false, failure: { code: 'secret-missing' } }) });
    expect(ended).toMatchObject({ state: 'stopped', done: 0, failure: { code: 'secret-missing' } });
    expect(handler.requests).toEqual([]);
  });
});
