import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pino from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { newCatchAll } from '../../../src/core/endpoint.ts';
import { createJudging, usualJudgingLimits } from '../../../src/main/judging/judging.ts';
import type { JudgingState } from '../../../src/main/judging/judging-tasks.ts';
import { newCapture } from '../../support/captures.ts';
import { programPath, programUrl } from '../../support/programs.ts';
import { sourceWorkers } from '../../support/source-workers.ts';

function start({ timeMs = usualJudgingLimits.timeMs, worker = programUrl('odd-judging') } = {}) {
  const lines: string[] = [];
  let tunnelUrl = 'https://first.test';
  const state = (): JudgingState => ({
    ownRecipes: [],
    endpoints: [newCatchAll(0)],
    secrets: [],
    publishedKeys: new Map(),
    tunnelUrl,
  });
  const judging = createJudging({
    worker,
    state,
    wanted: () => expect.unreachable(),
    log: pino({}, { write: (line) => lines.push(line) }),
    // The worker's heap is small, so that it is filled soon.
    limits: { timeMs, startingMs: 3000, heapMiB: 32 },
  });
  onTestFinished(() => judging.close());
  const judge = async (body: string): Promise<string> => {
    const capture = newCapture({ body: utf8Bytes(body) });
    const outcome = await judging.judgeLater({ capture, endpointId: 'e' });
    return outcome.ok ? `judged at ${outcome.value.judgement.eventType}` : outcome.end;
  };
  return { judging, judge, lines, move: (url: string) => (tunnelUrl = url) };
}

const FIRST = 'judged at https://first.test';

describe('judging in a worker', () => {
  it('gives up the one request that takes too much memory, and judges those beside it', async () => {
    const { judge } = start();
    const outcomes = await Promise.all(
      ['a', 'memory', 'b', 'c', 'dies', 'e'].map((body) => judge(body.replace('b', 'x'))),
    );
    expect(outcomes).toEqual([FIRST, 'memory', FIRST, FIRST, 'fault', FIRST]);
  });

  it('gives up the one that takes too long', async () => {
    const { judge } = start({ timeMs: 300 });
    // Loaded and warm: what follows is bound by the limit alone.
    await judge('a');
    expect(await Promise.all(['loops', 'a'].map(judge))).toEqual(['time', FIRST]);
  });

  it('takes an answer that was there in time, however late this thread looks, and asks the next worker for the next', async () => {
    const { judging } = start({ timeMs: 300 });
    const ask = async (): Promise<string> => {
      const outcome = await judging.ask('judge', { capture: newCapture({ body: 'a' }), endpointId: 'e' });
      return outcome.ok ? 'judged' : outcome.end;
    };
    await ask();
    const first = ask();
    // It is under way then, and answered while this thread looks at nothing; that its time is up is what this thread sees first.
    await new Promise((resolve) => setImmediate(resolve));
    for (const from = performance.now(); performance.now() - from < 400; );
    expect([await first, await ask()]).toEqual(['judged', 'judged']);
  });

  it('gives the first request its time to load also when the worker was started before', async () => {
    const code = `import { parentPort } from 'node:worker_threads';
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
      const answer = { judgement: { verdicts: [], eventType: 'https://first.test', deliveryId: null }, wantedKeys: [] };
      parentPort.on('message', (message) =>
        message === null ? parentPort.close() : parentPort.postMessage(message.calls.map(({ id }) => ({ id, answer }))));`;
    const { judging, judge } = start({
      timeMs: 300,
      worker: new URL(`data:text/javascript,${encodeURIComponent(code)}`),
    });
    judging.warmUp();
    expect(await judge('a')).toBe(FIRST);
  });

  it('asks for one who waits before it finds out which of the others ended the worker', async () => {
    const { judging, judge } = start();
    const order: string[] = [];
    const others = ['a', 'dies', 'x'].map((body) => judge(body).then(() => order.push(body)));
    // Under way.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const urgent = judging.ask('judge', { capture: newCapture({ body: 'u' }), endpointId: 'e' });
    await Promise.all([...others, urgent.then(() => order.push('who waits'))]);
    expect(order).toEqual(['who waits', 'a', 'dies', 'x']);
  });

  it('logs a bug without what was judged', async () => {
    const { judge, lines } = start();
    expect(await Promise.all([judge('bug CANARY'), judge('a')])).toEqual(['fault', FIRST]);
    expect(lines.join('')).toContain('judging threw');
    expect(lines.join('')).not.toContain('CANARY');
  });

  it('judges by the state of the moment', async () => {
    const { judging, judge, move } = start();
    expect(await judge('a')).toBe(FIRST);
    move('https://second.test');
    judging.stateChanged();
    expect(await judge('a')).toBe('judged at https://second.test');
  });

  it('gives an explanation whose bytes stay as they are, whatever is judged after it', async () => {
    const { judging } = start({ worker: sourceWorkers.judging });
    const { headers } = newCapture();
    const signed = [...headers, ['X-Hub-Signature-256', `sha256=${'0'.repeat(64)}`]] as const;
    const task = (text: string) => ({
      capture: newCapture({ headers: signed, body: utf8Bytes(text.repeat(1000)) }),
      endpointId: 'catch-all',
    });
    // In one message with a verdict.
    const [asked] = await Promise.all([
      judging.ask('explain', { ...task('explained '), scheme: 'github' }),
      judging.ask('judge', task('beside    ')),
    ]);
    const signedContent = (): string => {
      const parts = asked.ok ? (asked.value.explained.evidence?.signedContent ?? []) : [];
      return Buffer.concat(parts.map(({ bytes }) => bytes)).toString();
    };
    expect(signedContent()).toBe('explained '.repeat(1000));
    await judging.ask('judge', task('overwrites'));
    expect(signedContent()).toBe('explained '.repeat(1000));
  });

  it('ends its worker also where nothing else keeps the process', async () => {
    // Rejects for another exit code than 0: 13 is a process that ended while it waited.
    const run = promisify(execFile)(process.execPath, [programPath('judge-and-end')]);
    expect((await run).stderr).toBe('');
  });

  it('answers everybody when it closes', async () => {
    const { judging, judge } = start();
    const asked = ['loops', 'a', 'x'].map(judge);
    // Under way.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    await judging.close();
    expect(await Promise.all([...asked, judge('a')])).toEqual(['closing', 'closing', 'closing', 'closing']);
  });
});
