import type { Failure } from '../../../core/failure.ts';
import { ok, type Result } from '../../../core/result.ts';
import { safeFileName } from '../../../core/view/file-name.ts';
import { type ByteSource, readRange } from './byte-source.ts';

/** Lets the user save the bytes of a source, exactly as they are. `fileName` may be a sender's. */
export async function downloadSource(source: ByteSource, fileName: string): Promise<Result<void, Failure>> {
  const read = await readRange(source, 0, source.totalBytes);
  if (!read.ok) return read;
  downloadBytes(read.value, fileName);
  return ok();
}

export function downloadBytes(bytes: Uint8Array, fileName: string): void {
  // Never the sender's type: a saved file is bytes, and the browser must not think of opening it.
  const url = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = safeFileName(fileName, 'download.bin');
  link.click();
  // The download has its own hold on the data once it has begun, which it has when the next task runs.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
