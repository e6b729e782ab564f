import type { Failure } from '../../core/failure.ts';
import { firstHeader } from '../../core/http/headers.ts';
import type { HttpResponse } from '../../core/http/message.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { KeySource } from '../../core/signature/key-source.ts';
import { rootsOf } from './certificate.ts';
import { guardedGet, type KeyNetwork } from './guarded-get.ts';
import type { KeyProblem } from './key-problem.ts';
import { type PublishedText, publishedText } from './published-text.ts';

const HOUR_MS = 3_600_000;
const MIN_AGE_MS = HOUR_MS;
const MAX_AGE_MS = 24 * HOUR_MS;

export interface FetchedKey extends PublishedText {
  /** How long it may be used before it is asked for again: what the host says, between an hour and a day. */
  readonly maxAgeMs: number;
}

/** From the scheme's own host and nowhere else; nothing of the request under test is sent. */
export async function fetchKey(
  source: KeySource,
  { network, nowMs, signal }: { readonly network: KeyNetwork; readonly nowMs: number; readonly signal: AbortSignal },
): Promise<Result<FetchedKey, Failure>> {
  const url = new URL(source.url);
  const host = url.hostname;
  const failed = ({ cause, detail }: KeyProblem) => fail({ code: 'key-not-fetched', host, cause, detail } as const);
  const got = await guardedGet({ url, host: source.host, target: url.pathname }, { network, signal });
  if (!got.ok) return failed(got.failure);
  const problem = codingProblem(got.value);
  if (problem !== null) return failed(problem);
  const text = publishedText(source.form, got.value.body, { nowMs, roots: rootsOf(network.ca ?? null) });
  return text.ok ? ok({ ...text.value, maxAgeMs: maxAgeOf(got.value) }) : failed(text.failure);
}

function codingProblem({ headers }: HttpResponse): KeyProblem | null {
  const coding = firstHeader(headers, 'content-encoding');
  return coding === undefined || coding === 'identity' ? null : { cause: 'no-key', detail: `it is coded: ${coding}` };
}

/** RFC 9111, section 5.2.2.1. Without one, or told not to keep it, an hour: a key does not change with every request. */
function maxAgeOf({ headers }: HttpResponse): number {
  const control = firstHeader(headers, 'cache-control') ?? '';
  const seconds = Number(/(?:^|[\s,])max-age="?(\d{1,9})/i.exec(control)?.[1] ?? 0);
  return Math.min(MAX_AGE_MS, Math.max(MIN_AGE_MS, seconds * 1000));
}
