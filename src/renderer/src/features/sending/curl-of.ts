import type { Bridge } from '../../../../core/contract.ts';
import type { Draft } from '../../../../core/draft/draft.ts';
import type { Failure } from '../../../../core/failure.ts';
import { curlCommand } from '../../../../core/http/curl.ts';
import { fail, type Result } from '../../../../core/result.ts';
import { missingSecret } from './resolve-secret.ts';

/** The draft as a curl command that works when it is run now: signed freshly where it is to be signed. */
export async function curlOf(bridge: Bridge, draft: Draft): Promise<Result<string, Failure>> {
  const missing = missingSecret(draft);
  if (missing !== null) return fail(missing);
  const signed = await bridge.call('drafts.sign', { draft });
  return signed.ok ? curlCommand(signed.value) : signed;
}
