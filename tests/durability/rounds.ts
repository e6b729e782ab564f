import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Child } from './child.ts';
import { inspect, sound } from './inspect.ts';
import { type Sent, startLoad } from './load.ts';

/** Rounds of kill -9 and of power loss: few at each push, more in `npm run durability`. */
export const killRounds = Number(process.env.HOOKPROOF_KILL_ROUNDS ?? 20);
export const powerLossRounds = Number(process.env.HOOKPROOF_POWER_LOSS_ROUNDS ?? 6);

const CONNECTIONS = 16;

/** How long a round captures after its first reply: often hardly at all, at most a second. */
function roundMs(): number {
  return 100 + 900 * Math.random() ** 2;
}

/** Loads the engine until it is killed at some moment. */
export async function loadAndKill(child: Child, prefix: string): Promise<readonly Sent[]> {
  const load = startLoad({ port: child.port, connections: CONNECTIONS, prefix });
  await load.replies(1, 200);
  await sleep(roundMs());
  await child.kill();
  return load.ended;
}

/** Expects of the rows after `after` what has to hold after a round. Gives the last row. */
export function expectSound(file: string, sent: readonly Sent[], after: number): number {
  const { found, unanswered, lastId } = inspect(file, sent, after);
  expect(found).toEqual(sound);
  // Stored at the end without the sender having heard of it: at most the one that each connection had under way.
  expect(unanswered).toBeLessThanOrEqual(CONNECTIONS);
  return lastId;
}

export function acknowledged(sent: readonly Sent[]): number {
  return sent.filter(({ status }) => status !== null && status !== 503 && status !== 507).length;
}
