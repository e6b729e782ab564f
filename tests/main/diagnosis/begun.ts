import { BroadcastChannel } from 'node:worker_threads';
import { ODD_CHANNEL } from './odd-worker.ts';

/** Resolves when an odd worker has begun with this. */
export function begun(secret: string): Promise<void> {
  const channel = new BroadcastChannel(ODD_CHANNEL);
  return new Promise((resolve) => {
    channel.onmessage = (message) => {
      if (message.data !== secret) return;
      channel.close();
      resolve();
    };
  });
}
