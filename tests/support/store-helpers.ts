import type { CaptureId, CaptureSummary } from '../../src/core/capture.ts';
import type { CaptureFilter } from '../../src/core/filter/filter.ts';
import type { Result } from '../../src/core/result.ts';
import type { Verdict, VerdictStatus } from '../../src/core/signature/verdict.ts';
import type { Store } from '../../src/main/storage/store.ts';
import { type CaptureParts, newCapture } from './captures.ts';

export function unwrap<T>(result: Result<T, unknown>): T {
  if (result.ok) return result.value;
  throw new Error(`failed: ${JSON.stringify(result.failure)}`);
}

export async function append(store: Store, parts: CaptureParts = {}): Promise<CaptureSummary> {
  return unwrap(await store.append(newCapture(parts)));
}

/** Ids of a filter's first page, newest first. */
export async function listed(store: Store, filter: CaptureFilter = {}): Promise<CaptureId[]> {
  const page = await store.list({ filter, before: null, limit: 500 });
  return page.rows.map(({ id }) => id);
}

export function verdict(status: VerdictStatus, scheme: string | null = 'github'): Verdict {
  const reason = status === 'failed' ? 'signature-mismatch' : status === 'unchecked' ? 'no-secret' : null;
  return { status, scheme, reason, detail: null, secretId: null };
}
