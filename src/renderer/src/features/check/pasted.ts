import type { Explanation } from '../../../../core/failure.ts';
import { explain } from '../../../../core/failure-words.ts';
import { type PastedRequest, readPasted } from '../../../../core/http/pasted-request.ts';

/** What a pasted text was taken for. */
export interface Pasted {
  readonly requests: readonly PastedRequest[];
  /** Why it is no request; null: it is. */
  readonly problem: Explanation | null;
}

/** null: nothing was pasted. */
export function pastedFrom(text: string): Pasted | null {
  if (text.trim() === '') return null;
  const read = readPasted(text);
  return read.ok ? { requests: read.value, problem: null } : { requests: [], problem: explain(read.failure) };
}
