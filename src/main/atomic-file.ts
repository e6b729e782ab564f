import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/**
 * Replaces a file as a whole: a reader, a crash or a full disk leaves the old text or the new one, never half of it.
 * Written with mode 0600 beside the target, synced, then renamed over it. Throws the system's error when it fails.
 */
export async function writeFileAtomically(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The errno name of a system error (`ENOSPC`; `ERR_FS_EISDIR` is one too), or null for anything else, such as SQLite's `ERR_SQLITE_ERROR`. */
export function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return error.code.startsWith('ERR_') && !('errno' in error) ? null : error.code;
}
