import { describe, expect, it, onTestFinished } from 'vitest';
import { openPatternWorker } from '../../../src/renderer/src/editor/pattern-worker.ts';
import { threadWorker } from '../../support/thread-worker.ts';

const program = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ text, pattern }) => {
    if (pattern.source === 'memory') for (const held = []; ; ) held.push(new Array(100000).fill(held.length));
    try {
      const match = new RegExp(pattern.source).exec(text);
      parentPort.postMessage({ matches: match === null ? [] : [{ start: match.index, end: 0, groups: [] }] });
    } catch {
      parentPort.postMessage({ matches: null });
    }
  });
  parentPort.postMessage(null);`;

function open() {
  const started: Worker[] = [];
  const worker = openPatternWorker(() => {
    const thread = threadWorker(program);
    started.push(thread);
    return thread;
  });
  onTestFinished(() => worker.close());
  const find = (text: string, source: string) =>
    worker.find({ text, pattern: { source, matchCase: true, wordSeparators: null } });
  return { find, worker, started };
}

describe('a pattern', () => {
  it.each([
    ['(a+)+$', `${'a'.repeat(60)}!`],
    ['\\s+$', `${' '.repeat(300_000)}x`],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(60)],
  ])('%s on hostile text is stopped, and the next one runs in a new worker', async (source, text) => {
    const { find, started } = open();
    expect(await find(text, source)).toEqual({ kind: 'stopped' });
    expect(await find('xyz', 'y')).toMatchObject({ kind: 'found', matches: [{ start: 1 }] });
    expect(started).toHaveLength(2);
  });

  it('keeps its worker while patterns end, and says when one is none', async () => {
    const { find, started } = open();
    expect(await find('a', 'b')).toEqual({ kind: 'found', matches: [] });
    expect(await find('a', '(')).toEqual({ kind: 'no-pattern' });
    expect(started).toHaveLength(1);
  });

  it('that fills its worker’s memory is stopped', async () => {
    const { find } = open();
    expect(await find('a', 'memory')).toEqual({ kind: 'stopped' });
  });

  it('gives way to a newer one', async () => {
    const { find, worker } = open();
    const first = find(`${'a'.repeat(60)}!`, '(a+)+$');
    const second = find('a', 'a');
    expect(await first).toBeNull();
    expect(await second).toMatchObject({ kind: 'found' });
    const third = find('a', '(a+)+$');
    worker.close();
    expect(await third).toBeNull();
  });
});
