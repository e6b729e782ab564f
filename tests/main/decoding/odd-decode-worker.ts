import { BroadcastChannel, parentPort } from 'node:worker_threads';
import type { DecodeTask } from '../../../src/main/decoding/decoding.ts';

/** A decoding worker that does what its body says, and first tells the channel of its name that it begins. */
parentPort?.on('message', ({ bytes }: DecodeTask) => {
  const wanted = Buffer.from(bytes).toString();
  const channel = new BroadcastChannel('odd-decode-worker');
  channel.postMessage(wanted);
  channel.close();
  if (wanted === 'spin') for (;;);
  if (wanted === 'exit') process.exit(0);
  if (wanted === 'memory') for (const held: unknown[][] = []; ; ) held.push(new Array(100_000).fill(held.length));
});
