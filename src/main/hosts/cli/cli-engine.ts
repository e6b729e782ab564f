import pino from 'pino';
import type { Failure } from '../../../core/failure.ts';
import type { Result } from '../../../core/result.ts';
import { type Engine, type EngineOptions, openEngine } from '../../engine.ts';
import { vaultFileSealerFromEnvironment } from '../../secrets/vault-passphrase.ts';
import { defaultDataDir } from '../../storage/data-dir.ts';
import { version } from '../../version.ts';

export interface CliEngineOptions {
  readonly data?: string;
  /** Capture port for this run. */
  readonly port?: number | undefined;
  readonly temporarySecrets?: NonNullable<EngineOptions['temporarySecrets']>;
}

export function dataDirOf(options: { readonly data?: string }): string {
  return options.data ?? defaultDataDir(process.env, process.platform);
}

/** The engine as every command that captures or sends opens it. Logs go to standard error. */
export function openCliEngine(
  options: CliEngineOptions,
  host: Pick<EngineOptions, 'workers'> & Partial<Pick<EngineOptions, 'host' | 'controlPorts'>>,
): Promise<Result<Engine, Failure>> {
  const dataDir = dataDirOf(options);
  return openEngine({
    dataDir,
    host: 'cli',
    version,
    openSealer: vaultFileSealerFromEnvironment,
    log: pino({ level: process.env.HOOKPROOF_LOG ?? 'warn', base: null }, pino.destination(2)),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.temporarySecrets === undefined ? {} : { temporarySecrets: options.temporarySecrets }),
    ...host,
  });
}
