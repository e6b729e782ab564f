import { open } from 'node:fs/promises';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { errnoOf } from '../../atomic-file.ts';
import { nodeCrypto } from '../../crypto/node-crypto.ts';
import type { Workers } from '../../engine.ts';
import { keyPairFor } from '../../keys/key-pairs.ts';
import { knownSchemes, schemeFor } from './known-schemes.ts';
import { complainOf, EXIT, type ExitCode, writeJsonLine, writeOut } from './output.ts';

export interface NewKeysOptions {
  readonly scheme: string;
  readonly secretFile: string;
  readonly identifier?: string;
  /** A data folder, for the schemes the user saved there. */
  readonly data?: string;
  readonly json: boolean;
}

/**
 * `hookproof keys new`: a key pair to sign test requests with. The private half goes into a new file, and nowhere else; the
 * public half to standard output, as the provider shows its own (with `--json` in every form).
 */
export async function newKeys(options: NewKeysOptions, workers: Workers): Promise<ExitCode> {
  const schemes = await knownSchemes(options, workers);
  if (!schemes.ok) return complainOf(schemes.failure, EXIT.usage);
  const named = schemeFor(options.scheme, schemes.value);
  if (!named.ok) return complainOf(named.failure, EXIT.usage);
  const scheme = named.value;
  if (scheme === null) throw new Error('a scheme was named');
  const pair = keyPairFor(scheme, options.identifier ?? null, nodeCrypto);
  if (!pair.ok) return complainOf(pair.failure, EXIT.usage);
  const written = await writeSecretFile(options.secretFile, pair.value.secret);
  if (!written.ok) return complainOf(written.failure);
  const { forms } = pair.value.publicHalf;
  if (options.json) await writeJsonLine({ scheme: scheme.id, forms });
  else await writeOut(`${forms[0]?.text.trimEnd() ?? ''}\n`);
  return EXIT.ok;
}

/** For this user alone, and never over a file that is there: it might be somebody's only private key. */
async function writeSecretFile(file: string, secret: string): Promise<Result<void, Failure>> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(`${secret.trimEnd()}\n`);
    } finally {
      await handle.close();
    }
    return ok();
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === null) throw error;
    const problem =
      errno === 'EEXIST'
        ? 'the file is there already, and is not written over'
        : `the file cannot be written (${errno})`;
    return fail({ code: 'invalid-input', field: '--secret-file', problem });
  }
}
