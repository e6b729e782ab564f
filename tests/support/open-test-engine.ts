import pino from 'pino';
import type { Failure } from '../../src/core/failure.ts';
import type { Result } from '../../src/core/result.ts';
import type { Engine, EngineOptions } from '../../src/main/engine.ts';
import { openEngine } from '../../src/main/open-engine.ts';
import { openVaultFileSealer } from '../../src/main/secrets/vault-file-sealer.ts';
import { sourceWorkers } from './source-workers.ts';

/** A real engine that would capture on a free port, in vitest and in programs outside of it. */
export function openTestEngine(dataDir: string, more: Partial<EngineOptions> = {}): Promise<Result<Engine, Failure>> {
  return openEngine({
    dataDir,
    host: 'cli',
    version: 'test',
    openSealer: (dir) => openVaultFileSealer({ dataDir: dir, passphrase: null }),
    workers: sourceWorkers,
    // Bugs must be seen: an unexpected error fails the run by being on standard error.
    log: pino({ level: 'error' }, pino.destination(2)),
    port: 0,
    ...more,
  });
}
