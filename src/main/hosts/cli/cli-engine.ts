import pino from 'pino';
import type { Failure } from '../../../core/failure.ts';
import type { Result } from '../../../core/result.ts';
import type { Engine, EngineOptions } from '../../engine.ts';
import { openEngine } from '../../open-engine.ts';
import { vaultFileSealerFromEnvironment } from '../../secrets/vault-passphrase.ts';
import { keepHeapsSmall } from '../../small-heaps.ts';
import { defaultDataDir } from '../../storage/data-dir.ts';
import { version } from '../../version.ts';

export interface CliEngineOptions {
  readonly data?: string;
  /** Capture port for this run. */
  readonly port?: number | undefined;
}

export function dataDirOf(options: { readonly data?: string }): string {
  return options.data ?? defaultDataDir(process.env, process.platform);
}

/** What a command adds. */
export type CommandEngineOptions = Pick<EngineOptions, 'workers'> &
  Partial<
    Pick<EngineOptions, 'host' | 'controlPorts' | 'meanwhile' | 'temporarySecrets' | 'settings' | 'confirmedTargets'>
  >;

/**
 * The engine as every command that captures or sends opens it. Its problems are said by `sayProblems`, so that the log, on
 * standard error, holds bugs only unless `HOOKPROOF_LOG` asks for more.
 */
export function openCliEngine(
  options: CliEngineOptions,
  command: CommandEngineOptions,
): Promise<Result<Engine, Failure>> {
  keepHeapsSmall();
  return openEngine({
    dataDir: dataDirOf(options),
    host: 'cli',
    version,
    openSealer: vaultFileSealerFromEnvironment,
    log: pino({ level: process.env.HOOKPROOF_LOG ?? 'error', base: null }, pino.destination(2)),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...command,
  });
}
