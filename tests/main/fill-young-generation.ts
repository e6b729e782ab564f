import { once } from 'node:events';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { keepHeapsSmallFromNow, WORKER_HEAP } from '../../src/main/small-heaps.ts';

/**
 * A program that makes new objects as a server does, some of which live for a while, then none, then some again. It prints what V8 has set
 * aside for them in MiB after each of the three, and for those of a worker that is started then and does the same. Run with `--expose-gc`: V8 makes what it has set aside smaller at a collection for which little
 * was made shortly before.
 */
if (process.argv[2] === 'bounded') keepHeapsSmallFromNow();

async function work(): Promise<number> {
  const alive: unknown[] = [];
  for (let turn = 0; turn < 3000; turn++) {
    for (let made = 0; made < 500; made++)
      alive[(turn * 500 + made) % 50_000] = { turn, made, text: `${turn} ${made}` };
    await nextTurn();
  }
  return setAsideMiB();
}

async function rest(): Promise<number> {
  const before = setAsideMiB();
  for (let times = 0; times < 100 && setAsideMiB() === before; times++) {
    await delay(100);
    globalThis.gc?.();
  }
  return setAsideMiB();
}

function setAsideMiB(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return (space?.space_size ?? 0) / 2 ** 20;
}

async function ofWorker(): Promise<number> {
  const working = `const alive = [];
    for (let made = 0; made < 2e6; made++) alive[made % 50_000] = { made, text: String(made) };
    const space = require('node:v8').getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    require('node:worker_threads').parentPort.postMessage(space.space_size / 2 ** 20);`;
  const [size] = await once(new Worker(working, { eval: true, resourceLimits: WORKER_HEAP }), 'message');
  return size;
}

const isBounded = process.argv[2] === 'bounded';
const sizes = isBounded ? [await work(), await rest(), await work(), await ofWorker()] : [await work()];
process.stdout.write(JSON.stringify(sizes));
