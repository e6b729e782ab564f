import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import type { QueuedTarget } from '../../../src/core/forward/queue.ts';
import { startEngine } from '../../support/engine.ts';
import { programPath } from '../../support/programs.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { OK, startRawTarget, status } from './support.ts';

const ROUNDS = 4;

it('a process that is killed while it forwards loses nothing that it acknowledged', { timeout: 120_000 }, async () => {
  const dir = await tempDir();
  // One that flickers and one that is down until the end.
  const [flickering, down] = [await startRawTarget(), await startRawTarget(0, status(503))];
  const acknowledged = new Set<string>();
  let count = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const child = spawn(process.execPath, [programPath('forward-until-killed'), dir, flickering.origin, down.origin], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const [url] = await once(createInterface({ input: child.stdout }), 'line');
    const quota = acknowledged.size + 10 + Math.floor(Math.random() * 30);
    const sendUntilKilled = async (): Promise<void> => {
      for (;;) {
        const body = `${round}-${count++}`;
        flickering.reply = count % 7 < 3 ? status(503) : OK;
        const reply = await fetch(String(url), { method: 'POST', body }).catch(() => null);
        if (reply === null) return;
        if (reply.ok) acknowledged.add(body);
        if (acknowledged.size >= quota) child.kill('SIGKILL');
      }
    };
    await Promise.all([sendUntilKilled(), sendUntilKilled(), sendUntilKilled()]);
    expect(await exited).toEqual([null, 'SIGKILL']);
  }
  flickering.reply = OK;
  down.reply = OK;
  const engine = await startEngine(dir);
  const { deliveries } = await engine.handlers['queue.list']({ limit: 500 });
  // Of what the killed rounds had under way, one a target.
  const twice = deliveries.filter(({ mayBeTwice }) => mayBeTwice);
  const seen = new Map([flickering, down].map((target) => [target, target.bodies.length]));
  const empty = new Promise<readonly QueuedTarget[]>((resolve) => {
    engine.on('queue.changed', ({ targets }) => {
      if (targets.length === 0) resolve(targets);
    });
  });
  await engine.handlers['queue.deliverNow']({ target: null });
  if ((await engine.handlers['queue.list']({ limit: 1 })).targets.length > 0) await empty;
  for (const target of [flickering, down]) {
    const got = new Set(target.bodies);
    expect([...acknowledged].filter((body) => !got.has(body))).toEqual([]);
    // The rest of the queue comes in order, each once.
    const last = target.bodies.slice(seen.get(target));
    expect(new Set(last).size).toBe(last.length);
  }
  expect(twice.length).toBeLessThanOrEqual(2 * ROUNDS);
  expect(acknowledged.size).toBeGreaterThanOrEqual(10 * ROUNDS);
});
