import { readFile } from 'node:fs/promises';
import type { Failure } from '../../core/failure.ts';
import { fail, type Result } from '../../core/result.ts';
import { errnoOf } from '../atomic-file.ts';
import type { SecretSealer } from './sealer.ts';
import { openVaultFileSealer } from './vault-file-sealer.ts';

/** Names a file that holds the vault's passphrase (a mounted secret or systemd credential, say). */
export const PASSPHRASE_FILE_VARIABLE = 'HOOKPROOF_VAULT_PASSPHRASE_FILE';

/** The vault file's sealer, under a passphrase where the environment names a file with one. */
export async function vaultFileSealerFromEnvironment(dataDir: string): Promise<Result<SecretSealer, Failure>> {
  const file = process.env[PASSPHRASE_FILE_VARIABLE];
  if (file === undefined || file === '') return openVaultFileSealer({ dataDir, passphrase: null });
  try {
    const passphrase = (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
    return openVaultFileSealer({ dataDir, passphrase });
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === null) throw error;
    return fail({ code: 'vault-unreadable', file, problem: `the passphrase file cannot be read (${errno})` });
  }
}
