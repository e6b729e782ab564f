import type { CheckedRequest } from '../contract.ts';
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../result.ts';
import { looksLikeCurl, readCurlCommand } from './curl-command.ts';
import { readHar } from './har.ts';
import { readPastedRaw } from './pasted-raw.ts';
import { UnreadableCommand } from './shell-command.ts';

/** A request as it was read from a pasted text. */
export interface PastedRequest {
  readonly request: CheckedRequest;
  /** The moment it was sent, where the text says. */
  readonly sentAtMs: number | null;
  /** What may be different from what went over the wire, a sentence each. */
  readonly losses: readonly string[];
}

/** More than any HAR with bodies of a usual size, and little enough to be parsed while a person waits. */
const MAX_PASTED_CHARS = 32 * 1024 * 1024;

/**
 * The requests of a pasted text, which tells by itself what it is: a raw HTTP/1.1 request, a curl command, or a HAR file or entry.
 * Never empty. Nothing is run or fetched; linear in the text. Failures: `pasted-unreadable` and `request-file-invalid`, which
 * name the place and never quote a value.
 */
export function readPasted(text: string): Result<readonly PastedRequest[], Failure> {
  const bare = text.replace(/^\ufeff/, '');
  if (bare.length > MAX_PASTED_CHARS) return unreadable('text', 'it has more than 32 million characters');
  if (/^\s*[{[]/.test(bare)) {
    const requests = readHar(bare);
    if (requests === undefined) return unreadable('HAR', 'it is not JSON');
    if (requests === null) return unreadable('HAR', 'it has no log, no entry and no request');
    return requests.length === 0 ? unreadable('HAR', 'it has no entries') : ok(requests);
  }
  if (!looksLikeCurl(bare)) return readPastedRaw(bare);
  try {
    return ok([{ ...readCurlCommand(bare), sentAtMs: null }]);
  } catch (error) {
    if (error instanceof UnreadableCommand) return unreadable('curl command', error.message);
    throw error;
  }
}

function unreadable(what: 'curl command' | 'HAR' | 'text', problem: string): Result<never, Failure> {
  return fail({ code: 'pasted-unreadable', what, problem });
}
