import type { Failure } from '../failure.ts';
import { firstHeader, type HeaderList } from '../http/headers.ts';
import { fail, ok, type Result } from '../result.ts';
import type { CryptoPort } from './crypto-port.ts';
import type { SignedRequest } from './request-parts.ts';
import type { Scheme, SignProblem } from './scheme.ts';

export interface SignedOutput {
  readonly url: string | null;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/**
 * Signs a request as its provider would now: whatever `verify` accepts, this makes. Headers of an earlier signature are
 * replaced where they stood, message ids kept, body and URL left alone unless signature or timestamp stand in them.
 * Failures: `scheme-cannot-sign`, `secret-missing`, `secret-invalid`, `sign-missing`.
 */
export function sign(
  scheme: Scheme,
  request: SignedRequest,
  secret: string,
  nowMs: number,
  crypto: CryptoPort,
): Result<SignedOutput, Failure> {
  if (scheme.mechanism.sign === null) return fail({ code: 'scheme-cannot-sign', scheme: scheme.id });
  if (secret === '') return fail({ code: 'secret-missing' });
  const signed = scheme.mechanism.sign(request, secret, nowMs, crypto);
  if (!signed.ok) return fail(failureOf(scheme, signed.failure));
  const { url = request.url, body = request.body } = signed.value;
  let { headers } = signed.value;
  for (const companion of scheme.companions) {
    const { signatureHeaders } = companion.mechanism;
    if (!signatureHeaders.some((name) => firstHeader(request.headers, name) !== undefined)) continue;
    const again = companion.mechanism.sign?.({ ...request, headers, url, body }, secret, nowMs, crypto);
    if (again !== undefined && !again.ok) return fail(failureOf(companion, again.failure));
    if (again !== undefined) headers = again.value.headers;
  }
  return ok({ url, headers, body });
}

function failureOf(scheme: Scheme, problem: SignProblem): Failure {
  return problem.kind === 'secret'
    ? { code: 'secret-invalid', scheme: scheme.id, problem: problem.problem }
    : { code: 'sign-missing', scheme: scheme.id, part: problem.part };
}
