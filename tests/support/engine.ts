import { onTestFinished } from 'vitest';
import type { EventName, Events } from '../../src/core/contract.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Result } from '../../src/core/result.ts';
import type { Engine, EngineOptions } from '../../src/main/engine.ts';
import { openTestEngine } from './open-test-engine.ts';
import { sourceWorkers } from './source-workers.ts';

export { sourceWorkers };

/** A real engine on a data folder, capturing on a free port. Closed when the test is over. */
export async function startEngine(dataDir: string, more: Partial<EngineOptions> = {}): Promise<Engine> {
  const opened = await openTestEngine(dataDir, more);
  const engine = unwrap(opened);
  onTestFinished(() => engine.close());
  await engine.start();
  return engine;
}

export function unwrap<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(`failed: ${JSON.stringify(result.failure)}`);
  return result.value;
}

/** `http://127.0.0.1:PORT` of the engine's listener. */
export async function captureUrl(engine: Engine): Promise<string> {
  const { listener } = await engine.handlers['app.state'](null);
  if (listener.kind !== 'listening') throw new Error(`the listener is ${listener.kind}`);
  return listener.url;
}

/** The first event of a name for which `matches` holds, among those from now on. */
export function nextEvent<K extends EventName>(
  engine: Pick<Engine, 'on'>,
  name: K,
  matches: (event: Events[K]) => boolean,
): Promise<Events[K]> {
  return new Promise((resolve) => {
    const off = engine.on(name, (event) => {
      if (!matches(event)) return;
      off();
      resolve(event);
    });
  });
}
