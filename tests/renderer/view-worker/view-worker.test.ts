import { describe, expect, it, onTestFinished } from 'vitest';
import { openViewWorker } from '../../../src/renderer/src/view-worker/view-worker.ts';
import { threadWorker } from '../../support/thread-worker.ts';

const program = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id, job }) => {
    if (job === 'spin') for (;;);
    if (job === 'memory') for (const held = []; ; ) held.push(new Array(100000).fill(held.length));
    parentPort.postMessage(job === 'throw' ? { id, ok: false } : { id, ok: true, answer: 'made of ' + job });
  });`;

function open(plainer: string | null = 'text', limitMs = 20_000) {
  const started: Worker[] = [];
  const worker = openViewWorker<string, string>({
    start: () => {
      const thread = threadWorker(program);
      started.push(thread);
      return thread;
    },
    plainer: () => (plainer === null ? null : { job: plainer, words: 'Shown as text.' }),
    limitMs,
  });
  onTestFinished(() => worker.close());
  return { worker, started };
}

describe('a view worker', () => {
  it('is kept from one view to the next', async () => {
    const { worker, started } = open();
    expect(await worker.ask('a')).toEqual({ kind: 'answer', answer: 'made of a', stopped: null });
    expect(await worker.ask('b')).toEqual({ kind: 'answer', answer: 'made of b', stopped: null });
    expect(started).toHaveLength(1);
  });

  it('that passes its time is ended, and a new one shows the text', async () => {
    const { worker, started } = open('text', 3000);
    expect(await worker.ask('spin')).toEqual({
      kind: 'answer',
      answer: 'made of text',
      stopped: 'This view took longer than 3 s and was stopped. Shown as text.',
    });
    expect(started).toHaveLength(2);
    expect(await worker.ask('next')).toMatchObject({ answer: 'made of next', stopped: null });
  });

  it('that takes too much memory is replaced, too', async () => {
    const { worker, started } = open();
    expect(await worker.ask('memory')).toMatchObject({
      answer: 'made of text',
      stopped: 'This view took too much memory and was stopped. Shown as text.',
    });
    expect(started).toHaveLength(2);
  });

  it('whose text cannot be made either leaves the bytes', async () => {
    const { worker } = open('throw');
    expect(await worker.ask('throw')).toEqual({
      kind: 'stopped',
      words: 'This view could not be made. The bytes are in Hex.',
    });
    expect(await open(null).worker.ask('throw')).toMatchObject({ kind: 'stopped' });
  });

  it('gives up on a view when another is asked for, or nobody asks any more', async () => {
    const { worker, started } = open();
    const first = worker.ask('spin');
    const second = worker.ask('spin');
    expect(await first).toBeNull();
    worker.close();
    expect(await second).toBeNull();
    expect(started).toHaveLength(2);
  });
});
