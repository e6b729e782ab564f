import { join, resolve } from 'node:path';
import { backUp } from '../../storage/backup/back-up.ts';
import { restore } from '../../storage/backup/restore.ts';
import { acquireInstanceLock } from '../../storage/instance-lock.ts';
import { dataDirOf } from './cli-engine.ts';
import { complain, complainOf, EXIT, type ExitCode, writeJsonLine, writeOut } from './output.ts';

interface BackupOptions {
  readonly data?: string;
  readonly json: boolean;
}

const historyOf = (options: BackupOptions): string => join(dataDirOf(options), 'history.db');

/** `hookproof backup FILE`: also while another Hookproof captures into the same folder. */
export async function backupHistory(file: string, options: BackupOptions): Promise<ExitCode> {
  const made = await backUp(historyOf(options), resolve(file));
  if (!made.ok) return complainOf(made.failure);
  const report = made.value;
  if (options.json) await writeJsonLine({ event: 'backup', ...report });
  else {
    await writeOut(
      `${counted(report.captures, 'capture')} backed up to ${report.file} (${megabytes(report.bytes)}); every page and every capture was checked\n`,
    );
  }
  sayOfParts(report.parts);
  sayOfSecrets(report.secrets);
  return sayOfChanged(report.changed);
}

/** `hookproof restore FILE`: the history that is there is kept aside. */
export async function restoreHistory(file: string, options: BackupOptions): Promise<ExitCode> {
  const dataDir = dataDirOf(options);
  const locked = await acquireInstanceLock(dataDir, 'cli');
  if (!locked.ok) return complainOf(locked.failure);
  try {
    const restored = await restore(resolve(file), historyOf(options), Date.now());
    if (!restored.ok) return complainOf(restored.failure);
    const report = restored.value;
    if (options.json) await writeJsonLine({ event: 'restored', ...report });
    else {
      await writeOut(`${counted(report.captures, 'capture')} restored into ${dataDir}\n`);
      if (report.keptAs !== null) await writeOut(`the history that was there is kept as ${report.keptAs}\n`);
    }
    sayOfSecrets(report.secrets);
    return sayOfChanged(report.changed);
  } finally {
    locked.value.release();
  }
}

function sayOfParts(parts: readonly string[]): void {
  for (const part of parts) {
    complain(`${part} is part of another backup\n  If none is under way to this file, delete it: it was left there.`);
  }
}

function sayOfSecrets(secrets: number): void {
  if (secrets === 0) return;
  complain(
    `${counted(secrets, 'secret')} in it ${secrets === 1 ? 'is' : 'are'} sealed\n  Only the key store or vault file they were sealed with opens them: on another machine, or with another data folder, they stay locked until they are entered again.`,
  );
}

/** Bytes that have changed since they arrived were copied as they are, which a script has to hear of. */
function sayOfChanged(changed: number): ExitCode {
  if (changed === 0) return EXIT.ok;
  complain(
    `${counted(changed, 'capture')} in it ${changed === 1 ? 'has' : 'have'} bytes that are not those that arrived\n  They were changed on the disk before. \`hookproof list --json\` has rawIntact false for them.`,
  );
  return EXIT.failed;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
