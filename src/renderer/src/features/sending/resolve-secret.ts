import type { Draft } from '../../../../core/draft/draft.ts';
import type { Failure } from '../../../../core/failure.ts';
import { type SecretInfo, validityAt } from '../../../../core/secret.ts';

/** Stands in a draft that is to be signed for the secret that fits best when it is used; no stored secret has this id. */
export const ANY_SECRET = '';

/** Secrets a scheme may be signed with: those valid now first, of them the endpoint's own, then those given for just this scheme. */
export function fittingSecrets(
  secrets: readonly SecretInfo[],
  scheme: string,
  endpointId: string | null,
  nowMs: number = Date.now(),
): readonly SecretInfo[] {
  const rank = (secret: SecretInfo): number =>
    (validityAt(secret, nowMs) === 'valid' ? 0 : 4) +
    (secret.endpointId === endpointId ? 0 : 2) +
    (secret.scheme === scheme ? 0 : 1);
  return secrets
    .filter((secret) => secret.scheme === null || secret.scheme === scheme)
    .toSorted((a, b) => rank(a) - rank(b));
}

/** The draft with a secret of its own, where it names none or one that was deleted and there is one that fits. */
export function withFittingSecret(draft: Draft, secrets: readonly SecretInfo[], endpointId: string | null): Draft {
  const { signing } = draft;
  if (signing === null || secrets.some((secret) => secret.id === signing.secretId)) return draft;
  const secretId = fittingSecrets(secrets, signing.scheme, endpointId)[0]?.id ?? ANY_SECRET;
  return secretId === signing.secretId ? draft : { ...draft, signing: { ...signing, secretId } };
}

/** Why a draft cannot be signed before the engine is asked: there is no secret for it. */
export function missingSecret(draft: Draft): Failure | null {
  return draft.signing?.secretId === ANY_SECRET ? { code: 'secret-missing' } : null;
}
