import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { errnoOf, writeFileAtomically } from '../../atomic-file.ts';

/**
 * The URL of the web host that runs on a data folder, token included, for the user who lost the terminal it was printed in:
 * one line, mode 0600, there as long as the host runs. After a crash it holds the token of a process that is gone.
 */
export const URL_FILE = 'web-url';

export async function keepUrl(dataDir: string, url: string): Promise<Result<void, Failure>> {
  try {
    await writeFileAtomically(join(dataDir, URL_FILE), `${url}\n`);
    return ok();
  } catch (error) {
    const detail = errnoOf(error);
    if (detail === null) throw error;
    return fail({ code: 'data-dir-unwritable', dataDir, detail });
  }
}

export function forgetUrl(dataDir: string): Promise<void> {
  return rm(join(dataDir, URL_FILE), { force: true });
}
