import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeliveryRun, hasEnded } from '../../../src/core/deliver/delivery-run.ts';
import type { DeliveryPolicy } from '../../../src/core/deliver/policy.ts';
import { plainPolicy } from '../../../src/core/deliver/provider-policy.ts';
import { MAX_RUNNING_DELIVERIES } from '../../../src/main/deliver/deliveries.ts';
import type { Engine } from '../../../src/main/engine.ts';
import { nextEvent, startEngine, unwrap } from '../../support/engine.ts';
import { judge } from '../../support/signing.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { draftOf, hang, SECRET, startHandler, status } from './support.ts';

/** Through the engine as a screen uses it: real secrets, real history. */

let engine: Engine;
let secretId: string;
beforeEach(async () => {
  engine = await startEngine(await tempDir());
  const added = await engine.handlers['secrets.add']({
    endpointId: 'catch-all',
    label: 'RookOne',
    scheme: 'rookone-eigentic',
    value: SECRET,
  });
  secretId = unwrap(added).id;
});
afterEach(() => engine.close());

const quick: DeliveryPolicy = { ...plainPolicy, waits: { kind: 'list', seconds: [0.001] } };
const waiting: DeliveryPolicy = { ...plainPolicy, waits: { kind: 'list', seconds: [3600] } };
const draft = (url: string) => draftOf('rookone-eigentic/message.received', url, secretId);
const start = (url: string, policy: DeliveryPolicy) =>
  engine.handlers['deliveries.start']({ draft: draft(url), scheme: 'rookone-eigentic', policy, speed: 1 });
const until = (matches: (run: DeliveryRun) => boolean) =>
  nextEvent(engine, 'deliveries.changed', ({ run }) => matches(run)).then(({ run }) => run);

describe('deliveries', () => {
  it('are signed with a stored secret, and their attempts are in the history', async () => {
    const handler = await startHandler(status(500), status(500), status(200));
    const ended = until(hasEnded);
    const started = unwrap(await start(handler.url, quick));
    const run = await ended;
    expect(run).toMatchObject({ id: started.id, state: { kind: 'ended', outcome: 'succeeded' } });
    expect(handler.requests).toHaveLength(3);
    for (const request of handler.requests) {
      expect(judge('rookone-eigentic', request, [SECRET], Date.now()).status).toBe('verified');
    }
    const stored = await engine.handlers['attempts.list']({ captureId: null, limit: 10 });
    expect(stored.map(({ id }) => id).reverse()).toEqual(run.attempts.map(({ attemptId }) => attemptId));
    expect(stored.map(({ origin }) => origin)).toEqual(
      [3, 2, 1].map((number) => ({ kind: 'delivery', deliveryId: started.id, number })),
    );
    expect(await engine.handlers['deliveries.list'](null)).toEqual([run]);
  });

  it('wait, are listed while they do, and can be cancelled', async () => {
    const handler = await startHandler(status(500));
    const isWaiting = until(({ state }) => state.kind === 'waiting');
    const { id } = unwrap(await start(handler.url, waiting));
    await isWaiting;
    expect(await engine.handlers['deliveries.list'](null)).toMatchObject([
      { id, attempts: [{ number: 1 }], state: { kind: 'waiting', number: 2, waitMs: 3_600_000 } },
    ]);
    const ended = until(hasEnded);
    await engine.handlers['deliveries.cancel']({ id });
    expect((await ended).state).toMatchObject({ outcome: 'cancelled' });
    await engine.handlers['deliveries.cancel']({ id });
    await engine.handlers['deliveries.cancel']({ id: 'none' });
  });

  it('are so many at a time and not more', async () => {
    const handler = await startHandler(hang);
    for (let count = 0; count < MAX_RUNNING_DELIVERIES; count++) unwrap(await start(handler.url, quick));
    expect(await start(handler.url, quick)).toMatchObject({ failure: { code: 'deliveries-busy', what: 'delivery' } });
  });

  it('end with the engine, also while they wait', async () => {
    const handler = await startHandler(status(500));
    const isWaiting = until(({ state }) => state.kind === 'waiting');
    unwrap(await start(handler.url, waiting));
    await isWaiting;
    const ended = until(hasEnded);
    await engine.close();
    expect((await ended).state).toMatchObject({ outcome: 'cancelled' });
  });

  it('do not begin where the target was not confirmed, the scheme is unknown or nothing can be signed', async () => {
    expect(await start('https://192.0.2.1/hook', quick)).toMatchObject({ failure: { code: 'target-unconfirmed' } });
    expect(await start('ftp://127.0.0.1/', quick)).toMatchObject({ failure: { code: 'target-invalid' } });
    const handler = await startHandler(status(200));
    const given = { draft: draft(handler.url), scheme: 'none', policy: quick, speed: 1 } as const;
    expect(await engine.handlers['deliveries.start'](given)).toMatchObject({ failure: { code: 'scheme-unknown' } });
    await engine.handlers['secrets.delete']({ id: secretId });
    expect(await start(handler.url, quick)).toMatchObject({ ok: false });
    expect(await engine.handlers['deliveries.list'](null)).toEqual([]);
    expect(handler.requests).toEqual([]);
  });
});

describe('bursts', () => {
  const plan = { count: 30, concurrency: 5, repeat: 'new-id', deadlineMs: 10_000, verifyTls: true } as const;
  const burst = (url: string) =>
    engine.handlers['bursts.start']({ draft: draft(url), scheme: 'rookone-eigentic', plan });
  const ended = () => nextEvent(engine, 'bursts.changed', ({ burst: { state } }) => state !== 'running');

  it('leave a summary and the first failures, also for the next start', async () => {
    const handler = await startHandler(status(500), status(200));
    const end = ended();
    const { id } = unwrap(await burst(handler.url));
    const { burst: summary } = await end;
    expect(summary).toMatchObject({ id, state: 'done', done: 30, failures: [1] });
    const { dataDir } = engine;
    await engine.close();
    engine = await startEngine(dataDir);
    expect(await engine.handlers['bursts.list'](null)).toEqual([summary]);
    const attempts = await engine.handlers['attempts.list']({ captureId: null, limit: 10 });
    expect(attempts).toMatchObject([{ id: 1, origin: { kind: 'burst', burstId: id }, outcome: { status: 500 } }]);
  });

  it('are one at a time, and end when they are cancelled', async () => {
    const handler = await startHandler(hang);
    const { id } = unwrap(await burst(handler.url));
    await handler.received(1);
    expect(await burst(handler.url)).toMatchObject({ failure: { code: 'deliveries-busy', what: 'burst' } });
    expect(await engine.handlers['bursts.list'](null)).toMatchObject([{ id, state: 'running' }]);
    const end = ended();
    await engine.handlers['bursts.cancel']({ id });
    expect((await end).burst).toMatchObject({ state: 'cancelled', done: 0 });
    const again = ended();
    unwrap(await burst((await startHandler(status(200))).url));
    expect((await again).burst.state).toBe('done');
  });

  it('do not begin where the target was not confirmed', async () => {
    expect(await burst('https://192.0.2.1/hook')).toMatchObject({ failure: { code: 'target-unconfirmed' } });
    expect(await engine.handlers['bursts.list'](null)).toEqual([]);
  });
});

it('never sends to the control port of its own host', async () => {
  const handler = await startHandler(status(200));
  const port = Number(new URL(handler.url).port);
  const guarded = await startEngine(await tempDir(), { controlPorts: () => [port] });
  const unsigned = { ...draft(handler.url), signing: null };
  const plan = { count: 1, concurrency: 1, repeat: 'same-bytes', deadlineMs: 1000, verifyTls: true } as const;
  expect(
    await guarded.handlers['deliveries.start']({ draft: unsigned, scheme: null, policy: quick, speed: 1 }),
  ).toMatchObject({ failure: { code: 'target-forbidden' } });
  expect(await guarded.handlers['bursts.start']({ draft: unsigned, scheme: null, plan })).toMatchObject({
    failure: { code: 'target-forbidden' },
  });
});
