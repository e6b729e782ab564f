import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Engine } from '../../src/main/engine.ts';
import { inspect, sound } from './inspect.ts';
import type { Sent } from './load.ts';

/** Closes an engine of this process and expects of it and of its history what has to hold after every test of this folder. */
export async function finish(engine: Engine, sent: readonly Sent[]): Promise<void> {
  const { listenerCounters } = await engine.handlers['app.state'](null);
  expect(listenerCounters.inFlightBytes).toBe(0);
  await engine.close();
  expect(openFilesIn(engine.dataDir)).toEqual([]);
  expect(inspect(join(engine.dataDir, 'history.db'), sent).found).toEqual(sound);
}

/** Where the system says which files a process has open; none elsewhere. */
function openFilesIn(dir: string): readonly string[] {
  if (process.platform !== 'linux') return [];
  const open = readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      return [readlinkSync(join('/proc/self/fd', descriptor))];
    } catch {
      // The descriptor of this very look is closed by now.
      return [];
    }
  });
  return open.filter((file) => file.startsWith(dir));
}
