import { open, stat } from 'node:fs/promises';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { errnoOf } from '../../atomic-file.ts';

/**
 * Fails with `file-unreadable` for what cannot be opened or is no regular file: a folder can be opened but not read, and a pipe
 * would be waited for without end. Says nothing of what is in the file.
 */
export async function refuseUnreadable(file: string): Promise<Result<void, Failure>> {
  try {
    if (!(await stat(file)).isFile()) return fail({ code: 'file-unreadable', file, detail: 'it is no regular file' });
    await (await open(file, 'r')).close();
    return ok();
  } catch (error) {
    const detail = errnoOf(error);
    if (detail === null) throw error;
    return fail({ code: 'file-unreadable', file, detail });
  }
}
