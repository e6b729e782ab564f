import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/core/audit/audit.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { fail, ok, type Result } from '../../../src/core/result.ts';
import { audit, auditCapture, cancelAudit } from '../../../src/renderer/src/features/audit/actions.ts';
import { auditStore } from '../../../src/renderer/src/features/audit/audit-store.ts';
import { sendingStore } from '../../../src/renderer/src/features/sending/sending-store.ts';
import { createAppContext } from '../../../src/renderer/src/store/context.tsx';
import { answeringBridge, row, settled } from '../support.ts';
import { check, found, passed, report } from './reports.ts';

const order = {
  target: 'http://127.0.0.1:3000/hooks',
  scheme: 'github',
  secretId: 'mine',
  requestFrom: null,
  signedUrl: null,
  expectations: { duplicates: 'accept', deadlineMs: null, timing: false, verifyToken: null },
} as const;

type Answer = Result<AuditReport, Failure>;

/** An engine whose audits answer when the test says so. */
function setUp() {
  const answers: ((answer: Answer) => void)[] = [];
  const runs: string[] = [];
  const cancelled: string[] = [];
  const engine = answeringBridge({
    'audits.run': ({ run }) => {
      runs.push(run);
      return new Promise<Answer>((resolve) => answers.push(resolve));
    },
    'audits.cancel': ({ run }) => {
      cancelled.push(run);
    },
    'send.confirmTarget': () => ok(),
  });
  const context = createAppContext(engine.bridge);
  const store = auditStore(context);
  async function runTo(answer: Answer): Promise<void> {
    const running = audit(context, order);
    await settled();
    answers.shift()?.(answer);
    await running;
  }
  return { ...engine, context, store, answers, runs, cancelled, runTo };
}

describe('an audit on the screen', () => {
  it('shows each check of its own run as it is done, and then the report', async () => {
    const { context, store, emit, answers, runs, listenerCount } = setUp();
    const running = audit(context, order);
    await settled();
    const [run = ''] = runs;
    emit('audits.progress', { run, report: null, done: 0, total: 32 });
    emit('audits.progress', { run, report: check('accepts-valid', passed), done: 1, total: 32 });
    emit('audits.progress', { run: 'another', report: check('rejects-unsigned', passed), done: 9, total: 32 });
    expect(store.getState().running).toMatchObject({ sent: 1, done: 1, total: 32, checks: [{ id: 'accepts-valid' }] });
    const done = report([check('accepts-valid', passed)]);
    answers[0]?.(ok(done));
    await running;
    expect(store.getState()).toMatchObject({ running: null, ended: { order: { run }, report: done }, before: null });
    expect(listenerCount()).toBe(0);
  });

  it('is one at a time', async () => {
    const { context, answers, runs } = setUp();
    const first = audit(context, order);
    await audit(context, order);
    expect(runs).toHaveLength(1);
    answers[0]?.(ok(report([])));
    await first;
  });

  it('keeps the run before to compare with, but no cancelled one', async () => {
    const { store, runTo } = setUp();
    const first = report([check('rejects-unsigned', found())]);
    await runTo(ok(first));
    await runTo(ok(report([], { cancelled: true })));
    expect(store.getState().before?.report).toBe(first);
    await runTo(ok(report([check('rejects-unsigned', passed)])));
    expect(store.getState().before?.report).toBe(first);
    await runTo(ok(report([check('accepts-valid', passed)])));
    expect(store.getState().before?.report.checks[0]?.id).toBe('rejects-unsigned');
  });

  it('says once why nothing was sent, and compares with what was before that', async () => {
    const { store, runTo } = setUp();
    const first = report([check('rejects-unsigned', found())]);
    await runTo(ok(first));
    await runTo(fail({ code: 'target-unreachable', origin: 'http://127.0.0.1:3000', cause: 'refused', detail: '' }));
    expect(store.getState()).toMatchObject({
      ended: null,
      failed: { order, failure: { code: 'target-unreachable' } },
      running: null,
    });
    await runTo(ok(report([check('rejects-unsigned', passed)])));
    expect(store.getState()).toMatchObject({ failed: null, before: { report: first } });
  });

  it('asks before another machine, and leaves what was there when the answer is no', async () => {
    const { context, store, answers, runs, calls, runTo } = setUp();
    const first = report([]);
    await runTo(ok(first));
    const unconfirmed = fail<Failure>({ code: 'target-unconfirmed', origin: 'https://example.com', address: null });
    const refused = audit(context, order);
    await settled();
    answers.shift()?.(unconfirmed);
    await settled();
    sendingStore(context).getState().question?.answer(false);
    await refused;
    expect(store.getState()).toMatchObject({ ended: { report: first }, failed: null, running: null });

    const confirmed = audit(context, order);
    await settled();
    answers.shift()?.(unconfirmed);
    await settled();
    sendingStore(context).getState().question?.answer(true);
    await settled();
    const second = report([check('accepts-valid', passed)]);
    answers.shift()?.(ok(second));
    await confirmed;
    expect(store.getState().ended?.report).toBe(second);
    expect(calls.filter(({ name }) => name === 'send.confirmTarget')).toHaveLength(1);
    expect(runs.at(-1)).toBe(runs.at(-2));
  });

  it('is cancelled by the name of its run', async () => {
    const { context, store, answers, runs, cancelled } = setUp();
    const running = audit(context, order);
    await settled();
    cancelAudit(context);
    expect(store.getState().running?.isCancelling).toBe(true);
    expect(cancelled).toEqual(runs);
    answers[0]?.(ok(report([], { cancelled: true })));
    await running;
    cancelAudit(context);
    expect(cancelled).toHaveLength(1);
  });

  it('starts from a capture with its scheme and endpoint, and keeps the target that was typed', () => {
    const { context, store } = setUp();
    store.setState(({ form }) => ({ form: { ...form, target: 'http://127.0.0.1:4000/' } }));
    auditCapture(context, row(7, { endpointId: 'shop' }));
    expect(store.getState().form).toMatchObject({
      target: 'http://127.0.0.1:4000/',
      endpointId: 'shop',
      requestFrom: { kind: 'capture', id: 7 },
      signing: null,
    });
    expect(context.stores.navigation.getState().view).toBe('audit');
  });
});
