import { BroadcastChannel, parentPort } from 'node:worker_threads';
import type { SearchMessage } from '../../../src/main/diagnosis/search-tasks.ts';

/** A search worker that does what the secret of its task says, and first tells the channel of this name that it begins. */
export const ODD_CHANNEL = 'odd-worker';

parentPort?.on('message', (message: SearchMessage) => {
  const wanted = message.kind === 'discover' ? message.task.secret : (message.task.secrets.usable[0]?.value ?? '');
  const channel = new BroadcastChannel(ODD_CHANNEL);
  channel.postMessage(wanted);
  channel.close();
  act(wanted);
});

function act(wanted: string): void {
  if (wanted.startsWith('spin')) for (;;);
  if (wanted === 'exit') process.exit(0);
  if (wanted === 'memory') for (const held: unknown[][] = []; ; ) held.push(new Array(100_000).fill(held.length));
  // What JSON.parse does with a body that has a secret in it.
  if (wanted.startsWith('quote ')) JSON.parse(wanted.slice('quote '.length));
  parentPort?.postMessage({ recipes: [], tried: 7, complete: true });
}
