import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { keepHeapsSmall } from '../../src/main/small-heaps.ts';

/** A program that makes new objects as a server does, some of which live for a while, and prints what V8 has set aside for them. */
if (process.argv[2] === 'bounded') keepHeapsSmall();
const alive: unknown[] = [];
for (let turn = 0; turn < 3000; turn++) {
  for (let made = 0; made < 500; made++) alive[(turn * 500 + made) % 50_000] = { turn, made, text: `${turn} ${made}` };
  await nextTurn();
}
const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
process.stdout.write(String((space?.space_size ?? 0) / 2 ** 20));
