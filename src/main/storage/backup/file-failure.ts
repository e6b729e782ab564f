import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Failure } from '../../../core/failure.ts';
import { errnoOf } from '../../atomic-file.ts';
import { describeError, SQLITE, sqliteCodeOf } from '../sqlite/connection.ts';
import { ForeignDatabase } from '../sqlite/migrations.ts';

/** What went wrong with reading a file that is said to be a history. Throws what is no fault of the file's or the disk's. */
export function readingFailure(error: unknown, file: string): Failure {
  if (errnoOf(error) === 'ENOENT') return { code: 'file-unreadable', file, detail: 'there is no such file' };
  if (error instanceof ForeignDatabase) return { code: 'not-a-history', file };
  switch (sqliteCodeOf(error)) {
    case SQLITE.notADatabase:
      return { code: 'not-a-history', file };
    case SQLITE.corrupt:
      return { code: 'store-damaged', detail: describeError(error) };
    case null:
      if (errnoOf(error) === null) throw error;
      return { code: 'file-unreadable', file, detail: describeError(error) };
    default:
      return { code: 'file-unreadable', file, detail: describeError(error) };
  }
}

/** The same for a file that was to be written. */
export function writingFailure(error: unknown, file: string): Failure {
  const errno = errnoOf(error);
  const code = sqliteCodeOf(error);
  if (errno === 'EEXIST') return { code: 'file-exists', file };
  if (errno === 'ENOSPC' || code === SQLITE.full) return { code: 'file-no-room', file };
  if (errno === null && code === null) throw error;
  return { code: 'file-unwritable', file, detail: describeError(error) };
}

/** What is in the file, and that it has this name, is on the disk when this resolves. */
export async function syncFile(file: string): Promise<void> {
  await synced(file);
  // A folder cannot be opened on Windows; there a rename is written through.
  if (process.platform !== 'win32') await synced(dirname(file));
}

async function synced(path: string): Promise<void> {
  const handle: FileHandle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
