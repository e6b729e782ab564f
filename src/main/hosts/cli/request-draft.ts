import type { Draft } from '../../../core/draft/draft.ts';
import { joinTarget, wireRequest } from '../../../core/draft/sendable.ts';
import type { Failure } from '../../../core/failure.ts';
import { parseRawRequest } from '../../../core/http/raw-message.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { readInput } from './secret-source.ts';

/** A raw request of a file, towards a URL by the rule of replays and of --forward: without a path to the request's own. */
export async function requestDraft(
  file: string,
  to: string,
): Promise<Result<{ readonly draft: Draft; readonly target: string }, Failure>> {
  const bytes = await readInput(file);
  if (!bytes.ok) return bytes;
  const request = parseRawRequest(bytes.value);
  if (!request.ok) return request;
  const { method, target, headers, body } = request.value;
  const draft: Draft = { method, url: joinTarget(to, target), headers, body, signing: null };
  const invalid = invalidTarget(draft);
  return invalid === null ? ok({ draft, target }) : fail(invalid);
}

/** What is wrong with the URL of a command line; null: nothing. */
export function invalidTarget(draft: Draft): Failure | null {
  const wire = wireRequest(draft);
  return !wire.ok && wire.failure.code === 'target-invalid' ? wire.failure : null;
}
