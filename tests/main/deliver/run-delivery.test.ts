import { describe, expect, it } from 'vitest';
import { latin1Text } from '../../../src/core/bytes.ts';
import type { DeliveryRun } from '../../../src/core/deliver/delivery-run.ts';
import type { DeliveryPolicy } from '../../../src/core/deliver/policy.ts';
import { plainPolicy, providerPolicy } from '../../../src/core/deliver/provider-policy.ts';
import { firstHeader } from '../../../src/core/http/headers.ts';
import { ok } from '../../../src/core/result.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { type DeliveryOptions, runDelivery } from '../../../src/main/deliver/run-delivery.ts';
import { judge, scheme } from '../../support/signing.ts';
import {
  draftOf,
  type Handler,
  hang,
  reset,
  SECRET,
  signer,
  startHandler,
  status,
  testClock,
  testSender,
} from './support.ts';

const START = 1_800_000_000_000;

function policyOf(id: string, more: Partial<DeliveryPolicy> = {}): DeliveryPolicy {
  return { ...providerPolicy(scheme(id).info.delivery).policy, ...more };
}

async function deliver(handler: Handler, template: string, more: Partial<DeliveryOptions> = {}) {
  const clock = testClock(START);
  const states: DeliveryRun['state'][] = [];
  const draft = draftOf(template, handler.url);
  const id = draft.signing?.scheme ?? '';
  const run = await runDelivery({
    id: 'd1',
    draft,
    scheme: scheme(id),
    policy: policyOf(id),
    speed: 1,
    sign: signer(clock.now),
    sender: testSender(),
    keep: async () => ok(null),
    crypto: nodeCrypto,
    wait: clock.wait,
    now: clock.now,
    changed: ({ state }) => states.push(state),
    signal: new AbortController().signal,
    ...more,
  });
  return { run, waits: clock.waits, states };
}

const outcomes = (run: DeliveryRun) =>
  run.attempts.map(({ outcome }) => (outcome.kind === 'replied' ? outcome.status : outcome.failure.code));

describe('a delivery', () => {
  it('goes on after 500s until a 200, each attempt signed at its own time with the same delivery id', async () => {
    const handler = await startHandler(status(500), status(500), status(200));
    const { run, waits, states } = await deliver(handler, 'rookone-eigentic/message.received');
    expect(outcomes(run)).toEqual([500, 500, 200]);
    expect(run.state).toMatchObject({ kind: 'ended', outcome: 'succeeded', why: '200 is a success' });
    expect(waits).toEqual([1000, 2000]);
    expect(run.attempts.map(({ waitMs }) => waitMs)).toEqual([0, 1000, 2000]);
    const times = handler.requests.map(({ headers }) => firstHeader(headers, 'X-Eigentic-Timestamp'));
    expect(times).toEqual([0, 1, 3].map((seconds) => String(START / 1000 + seconds)));
    for (const [index, request] of handler.requests.entries()) {
      const at = START + ([0, 1000, 3000][index] ?? Number.NaN);
      expect(judge('rookone-eigentic', request, [SECRET], at).status).toBe('verified');
    }
    expect(new Set(handler.requests.map(({ body }) => latin1Text(body))).size).toBe(1);
    expect(states.map((state) => state.kind)).toEqual(['sending', 'waiting', 'sending', 'waiting', 'sending', 'ended']);
    expect(states[1]).toEqual({ kind: 'waiting', number: 2, waitMs: 1000, until: START + 1000 });
  });

  it('ends at a 400', async () => {
    const handler = await startHandler(status(400));
    const { run, waits } = await deliver(handler, 'rookone-eigentic/message.received');
    expect(outcomes(run)).toEqual([400]);
    expect(run.state).toMatchObject({ outcome: 'given-up', why: '400 is not followed by another attempt' });
    expect(waits).toEqual([]);
  });

  it('is given up after the last attempt: hung past the deadline, reset, refused', async () => {
    const handler = await startHandler(hang, reset, status(503));
    const policy = policyOf('rookone-eigentic', { deadlineMs: 150 });
    const { run } = await deliver(handler, 'rookone-eigentic/message.received', { policy });
    expect(outcomes(run)).toEqual(['target-timeout', 'target-unreachable', 503]);
    expect(run.state).toMatchObject({ outcome: 'given-up', why: '503, and 3 attempts are all there are' });
    // The deadline is never compressed, so a handler has all of it.
    expect(run.attempts[0]?.durationMs).toBeGreaterThan(140);
  });

  it('waits a hundredth of the time at 100×, and says what the wait stands for', async () => {
    const handler = await startHandler(status(500), status(200));
    const { run, waits, states } = await deliver(handler, 'slack/message', {
      speed: 100,
      policy: policyOf('slack', { waits: { kind: 'list', seconds: [60] } }),
    });
    expect(waits).toEqual([600]);
    expect(states[1]).toMatchObject({ kind: 'waiting', waitMs: 60_000, until: START + 600 });
    expect(run.attempts[1]?.waitMs).toBe(60_000);
    expect(handler.requests.map((request) => judge('slack', request, [SECRET], START + 600).status)).toEqual([
      'verified',
      'verified',
    ]);
  });

  it('sends the same bytes again where the provider does, or a new delivery id under a new signature', async () => {
    const same = await startHandler(status(500), status(500), status(200));
    const sameBytes = policyOf('github', { attempts: 3, repeat: 'same-bytes' });
    await deliver(same, 'rookone-eigentic/message.received', { policy: sameBytes });
    expect(new Set(same.requests.map((request) => JSON.stringify(request.headers))).size).toBe(1);

    const fresh = await startHandler(status(500), status(500), status(200));
    await deliver(fresh, 'github/push', { policy: policyOf('github', { attempts: 3, repeat: 'new-id' }) });
    const ids = fresh.requests.map(({ headers }) => firstHeader(headers, 'X-GitHub-Delivery'));
    const [first] = ids;
    expect(first).toBe(firstHeader(draftOf('github/push', '').headers, 'X-GitHub-Delivery'));
    expect(new Set(ids).size).toBe(3);
    for (const request of fresh.requests) expect(judge('github', request, [SECRET]).status).toBe('verified');
  });

  it('adds the policy’s headers, or puts them in the place of the request’s', async () => {
    const handler = await startHandler(status(200));
    const headers = [
      ['X-Tenant', 'a'],
      ['user-agent', 'Custom/1'],
    ] as const;
    await deliver(handler, 'rookone-eigentic/message.received', { policy: { ...plainPolicy, headers } });
    const sent = handler.requests[0]?.headers ?? [];
    expect(sent).toContainEqual(['X-Tenant', 'a']);
    expect(sent.filter(([name]) => name.toLowerCase() === 'user-agent')).toEqual([['user-agent', 'Custom/1']]);
  });

  it('goes on after a success whose body is another one than the provider asks for', async () => {
    const handler = await startHandler(status(200, 'ok'), status(200, ' Hello API Event Received\n'));
    const policy = policyOf('dropbox-sign', { attempts: 3, waits: { kind: 'list', seconds: [1] } });
    const { run } = await deliver(handler, 'rookone-eigentic/message.received', { policy });
    expect(outcomes(run)).toEqual([200, 200]);
    expect(run.state).toMatchObject({ outcome: 'succeeded' });
  });

  it('stops with the reason where an attempt cannot be signed any more', async () => {
    const handler = await startHandler(status(500));
    let signatures = 0;
    const sign = signer(() => START);
    const { run } = await deliver(handler, 'rookone-eigentic/message.received', {
      sign: (draft) => (++signatures > 1 ? { ok: false, failure: { code: 'secret-missing' } } : sign(draft)),
    });
    expect(outcomes(run)).toEqual([500]);
    expect(run.state).toMatchObject({ outcome: 'stopped', failure: { code: 'secret-missing' } });
  });

  it('keeps what was sent as it can be signed and sent again', async () => {
    const handler = await startHandler(status(500), status(200));
    const kept: unknown[] = [];
    const { run } = await deliver(handler, 'rookone-eigentic/message.received', {
      keep: async ({ draft, origin, signedWith }) => {
        kept.push({ origin, signedWith, signing: draft.signing, body: latin1Text(draft.body) });
        return ok(kept.length);
      },
    });
    const { body, signing } = draftOf('rookone-eigentic/message.received', '');
    expect(kept).toEqual(
      [1, 2].map((number) => ({
        origin: { kind: 'delivery', deliveryId: 'd1', number },
        signedWith: 'rookone-eigentic',
        signing,
        body: latin1Text(body),
      })),
    );
    expect(run.attempts.map(({ attemptId }) => attemptId)).toEqual([1, 2]);
  });
});

describe('cancelling', () => {
  it('ends a wait, and nothing more is sent', async () => {
    const handler = await startHandler(status(500));
    const abort = new AbortController();
    const { run } = await deliver(handler, 'rookone-eigentic/message.received', {
      signal: abort.signal,
      wait: async () => abort.abort(),
    });
    expect(outcomes(run)).toEqual([500]);
    expect(run.state).toMatchObject({ kind: 'ended', outcome: 'cancelled', failure: null });
    expect(handler.requests).toHaveLength(1);
  });

  it('cuts the attempt under way off, and says so of it', async () => {
    const handler = await startHandler(hang);
    const abort = new AbortController();
    const sender = testSender();
    abort.signal.addEventListener('abort', () => sender.close());
    const policy = policyOf('rookone-eigentic', { attempts: 1 });
    const delivering = deliver(handler, 'rookone-eigentic/message.received', { policy, signal: abort.signal, sender });
    await handler.received(1);
    abort.abort();
    const { run } = await delivering;
    expect(outcomes(run)).toEqual(['send-cancelled']);
    expect(run.state).toMatchObject({ outcome: 'cancelled' });
  });
});
