import type { SecretInfo } from '../../../../core/secret.ts';
import { useEngine } from '../../store/context.tsx';

/** Ids that `signatures.check` gives to secrets which are nowhere stored. */
const PASTED = /^pasted-\d+$/;

/** What a secret is called where a verdict or a diagnosis speaks of it. */
export function secretName(id: string, secrets: readonly SecretInfo[]): string {
  return secrets.find((secret) => secret.id === id)?.label ?? (PASTED.test(id) ? 'pasted secret' : 'deleted');
}

export function useSecretName(): (id: string) => string {
  const secrets = useEngine((app) => app.secrets);
  return (id) => secretName(id, secrets);
}
