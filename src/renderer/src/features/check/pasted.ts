import { utf8Bytes } from '../../../../core/bytes.ts';
import type { CheckedRequest } from '../../../../core/contract.ts';
import { type Explanation, explain } from '../../../../core/failure.ts';
import { firstHeader } from '../../../../core/http/headers.ts';
import { parseRawRequest } from '../../../../core/http/raw-message.ts';

/** One request of what was pasted. */
export interface PastedEntry {
  readonly request: CheckedRequest;
  readonly receivedAtMs: number | null;
}

export interface Pasted {
  /** What it was taken for: "curl command". */
  readonly kind: string;
  readonly entries: readonly PastedEntry[];
  /** Why it is none of what can be pasted. */
  readonly problem: Explanation | null;
}

export function pastedFrom(text: string): Pasted {
  const parsed = parseRawRequest(utf8Bytes(text));
  if (!parsed.ok) return { kind: '', entries: [], problem: explain(parsed.failure) };
  const { method, target, headers, body } = parsed.value;
  const host = firstHeader(headers, 'host');
  const url = host === undefined || !target.startsWith('/') ? target : `https://${host}${target}`;
  return {
    kind: 'raw request',
    entries: [{ request: { method, url, headers, body }, receivedAtMs: null }],
    problem: null,
  };
}
