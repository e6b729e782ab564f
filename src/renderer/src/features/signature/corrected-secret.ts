import type { SecretDefect } from '../../../../core/diagnosis/diagnosis.ts';
import { bareSecrets } from '../../../../core/diagnosis/secret-text.ts';

/**
 * The secret's text without what a diagnosis found around it; null where another text would not help (it has to be read
 * differently) or the secret is no longer the one that was diagnosed.
 */
export function correctedSecret(value: string, { before, after, readAs }: SecretDefect): string | null {
  if (readAs !== null) return null;
  const bare = bareSecrets(value).find(({ defect }) => same(defect.before, before) && same(defect.after, after));
  return bare?.text ?? null;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
