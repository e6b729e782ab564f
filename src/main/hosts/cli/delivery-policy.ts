import { type DeliveryPolicy, deliveryPolicySchema } from '../../../core/deliver/policy.ts';
import { plainPolicy, providerPolicy } from '../../../core/deliver/provider-policy.ts';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { Scheme } from '../../../core/signature/scheme.ts';
import type { KnownSchemes } from './known-schemes.ts';
import { complain } from './output.ts';
import { readInput } from './secret-source.ts';

/**
 * The policy that `--policy` names: a scheme's, or a file's JSON object with any fields of one, over the policy of the
 * scheme that signs. null: that scheme's own. What of a provider's is assumed or hearsay is said on standard error.
 */
export async function deliveryPolicy(
  named: string | null,
  signing: Scheme | null,
  schemes: KnownSchemes,
  insecure: boolean,
): Promise<Result<DeliveryPolicy, Failure>> {
  const other = named === null ? undefined : schemes.byId(named);
  const scheme = other ?? signing;
  const { policy, notes } = scheme === null ? { policy: plainPolicy, notes: [] } : providerPolicy(scheme.info.delivery);
  const checked: DeliveryPolicy = { ...policy, verifyTls: !insecure };
  if (named !== null && other === undefined) return fromFile(named, checked);
  for (const note of notes) complain(`note: ${note}`);
  return ok(checked);
}

async function fromFile(file: string, base: DeliveryPolicy): Promise<Result<DeliveryPolicy, Failure>> {
  const bytes = await readInput(file);
  if (!bytes.ok) return bytes;
  const invalid = (problem: string) => fail({ code: 'invalid-input', field: `--policy ${file}`, problem } as const);
  const given = parsed(new TextDecoder().decode(bytes.value));
  if (given === null) return invalid('it is not a JSON object');
  const policy = deliveryPolicySchema.safeParse({ ...base, ...given });
  if (policy.success) return ok(policy.data);
  const [issue] = policy.error.issues;
  return invalid(`${issue?.path.join('.')}: ${issue?.message}`);
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    // Not JSON, which is an answer here and no error.
    return null;
  }
}
