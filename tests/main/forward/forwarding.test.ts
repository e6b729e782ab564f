import { describe, expect, it, onTestFinished } from 'vitest';
import { newCatchAll } from '../../../src/core/endpoint.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { MAX_QUEUED_PER_TARGET, type QueuedDelivery } from '../../../src/core/forward/queue.ts';
import { defaultReplySettings, type ForwardSettings } from '../../../src/core/reply/reply-settings.ts';
import { fail } from '../../../src/core/result.ts';
import { openForwarding } from '../../../src/main/forward/forwarding.ts';
import { createTargetSending } from '../../../src/main/forward/target-sending.ts';
import { createSender } from '../../../src/main/replay/sender.ts';
import { createMemoryStore } from '../../../src/main/storage/memory-store.ts';
import type { Store } from '../../../src/main/storage/store.ts';
import { newCapture } from '../../support/captures.ts';
import { append } from '../../support/store-helpers.ts';
import { forwardSettings, forwardTarget, startRawTarget, status } from './support.ts';

const senderOptions = { isOwnControlPort: () => false, confirmedOrigins: new Set<string>() };

/** A forwarding whose queue is not started, so that only what a sender waits for is sent. */
async function rig(forward: ForwardSettings, store: Store) {
  const endpoint = { ...newCatchAll(1), replying: { ...defaultReplySettings, forward } };
  const failures: Failure[] = [];
  const forwarding = await openForwarding({
    store,
    endpoint: () => endpoint,
    createSender: (maxReplyBytes) => createSender({ ...senderOptions, maxReplyBytes }),
    publicUrl: () => null,
    verifyTls: () => true,
    changed: () => undefined,
    kept: () => undefined,
    onRefused: (failure) => failures.push(failure),
    onStorageFailure: (failure) => failures.push(failure),
    onBug: (error) => {
      throw error;
    },
  });
  onTestFinished(() => forwarding.close());
  const forwardOne = async () => {
    const { id } = await append(store);
    const judgement = async () => ({ verdicts: [], eventType: null, deliveryId: null });
    return forwarding.forward(
      { captureId: id, arrival: newCapture(), judgeable: newCapture, judgement, noteJudged },
      endpoint,
    );
  };
  return { forwarding, failures, forwardOne };
}

const noteJudged = (): never => expect.unreachable();

function row(captureId: number): QueuedDelivery {
  const state = { state: 'stopped', tries: 1, refusals: 0, nextAt: null, last: null, mayBeTwice: false } as const;
  return { captureId, targetId: 't1', endpointId: 'catch-all', method: 'POST', path: '/', queuedAt: 0, ...state };
}

describe('a sender is told to come again', () => {
  it('when too much waits for a target already, before anything is sent to any', async () => {
    const [first, second] = [await startRawTarget(), await startRawTarget()];
    const settings = forwardSettings([forwardTarget(second.origin, { id: 't0' }), forwardTarget(first.origin)]);
    const { forwarding, failures, forwardOne } = await rig(settings, createMemoryStore());
    const rows = Array.from({ length: MAX_QUEUED_PER_TARGET }, (_, at) => row(at + 1));
    forwarding.queue.lane({ endpointId: 'catch-all', targetId: 't1' }).add(rows);
    const { reply, source } = await forwardOne();
    expect([reply.status, reply.headers.find(([name]) => name === 'Retry-After')?.[1], source]).toEqual([
      503,
      '10',
      'forward',
    ]);
    expect(failures).toEqual([{ code: 'queue-full', url: first.origin, limit: MAX_QUEUED_PER_TARGET }]);
    expect([...first.requests, ...second.requests]).toEqual([]);
  });

  it.each([
    ['storage-full', 507],
    ['storage-failed', 503],
  ] as const)('when the disk does not take what has to wait (%s)', async (code, expected) => {
    const target = await startRawTarget(0, status(500));
    const settings = forwardSettings([forwardTarget(target.origin)], { queueServerErrors: true });
    const failure: Failure = code === 'storage-full' ? { code } : { code, detail: 'x' };
    const store: Store = { ...createMemoryStore(), changeQueue: async () => fail(failure) };
    const { forwarding, failures, forwardOne } = await rig(settings, store);
    expect((await forwardOne()).reply.status).toBe(expected);
    expect(failures).toEqual([failure]);
    expect(forwarding.queue.list(10)).toEqual({ targets: [], deliveries: [] });
  });
});

it('what is forwarded while it closes is not sent, and waits', async () => {
  const target = await startRawTarget();
  const store = createMemoryStore();
  const { forwarding, forwardOne } = await rig(forwardSettings([forwardTarget(target.origin)]), store);
  await forwarding.close();
  expect((await forwardOne()).reply.status).toBe(202);
  expect(target.requests).toEqual([]);
  expect(await store.queued()).toMatchObject([{ captureId: 1, state: 'waiting', tries: 0 }]);
});

it.each(['https://x.loca.lt/hook', 'https://X.loca.lt:443', 'https://x.LOCA.lt/a?b'])(
  'nothing is sent to our own public URL (%s)',
  async (url) => {
    const sending = createTargetSending({
      sender: createSender(senderOptions),
      via: 'hookproof-x',
      publicUrl: () => 'https://x.loca.lt',
      verifyTls: () => true,
    });
    const sent = await sending.send({ captureId: 1, targetId: 't1', mayBeTwice: false }, newCapture(), {
      url,
      timeoutMs: 1000,
    });
    expect(sent).toMatchObject({ ok: false, failure: { code: 'target-loops', how: 'public-url' } });
  },
);
