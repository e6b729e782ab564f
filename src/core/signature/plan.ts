import { fail, ok, type Result } from '../result.ts';
import { type Algorithm, algorithmOf, type LoadedKey } from './algorithm.ts';
import type { CryptoPort } from './crypto-port.ts';
import { loadedOnce } from './loaded-once.ts';
import { type Recipe, type RecipeInput, recipeProblems, recipeSchema } from './recipe.ts';
import type { CandidateSecret } from './scheme.ts';
import type { ContentPart } from './signed-content.ts';
import { parseTemplate, type Template } from './template.ts';

/** A recipe with its template and algorithm looked up once. */
export interface Plan {
  readonly recipe: Recipe;
  readonly template: Template;
  readonly algorithm: Algorithm;
  /** The forms of the public URL a provider may have signed, the likeliest first. */
  readonly urls: (url: string) => Iterable<string>;
  /** See `loadKey` and `loadedOnce`. */
  readonly keyOf: (secret: CandidateSecret, crypto: CryptoPort) => Result<LoadedKey, string>;
}

export interface RecipeHooks {
  /** In place of the recipe's own, for what users' recipes do not offer. */
  readonly algorithm?: Algorithm;
  /** To be gone through more than once. */
  readonly urls?: (url: string) => Iterable<string>;
}

/** Throws for a recipe that `recipeSchema` refuses. */
export function planOf(input: RecipeInput, hooks: RecipeHooks): Plan {
  const recipe = recipeSchema.safeParse(input);
  if (!recipe.success) throw new TypeError(`not a recipe: ${recipeProblems(recipe.error).join('; ')}`);
  const template = parseTemplate(recipe.data.signed);
  if (!template.ok) throw new TypeError(`not a template: it ${template.failure}`);
  const { signature } = recipe.data;
  const plan = {
    recipe: { ...recipe.data, signature: { ...signature, names: signature.names.flatMap(numbered) } },
    template: template.value,
    algorithm: hooks.algorithm ?? algorithmOf(recipe.data),
    urls: hooks.urls ?? ((url: string) => [url]),
  };
  return { ...plan, keyOf: loadedOnce((secret, crypto) => loadKey(plan, secret, crypto)) };
}

/** `Name{n}` stands for `Name1` to `Name100`. */
export function numbered(name: string): readonly string[] {
  if (!name.endsWith('{n}')) return [name];
  return Array.from({ length: 100 }, (_, index) => `${name.slice(0, -'{n}'.length)}${index + 1}`);
}

/** The pieces' bytes, with the secret in its places. */
export function bytesOf(parts: readonly ContentPart[], key: LoadedKey): readonly Uint8Array[] {
  return parts.map((part) => (part.role === 'secret' ? key.secretBytes : part.bytes));
}

/** The failure is a clause for a person. A key no longer than what people paste: a megabyte of it is a mistake. */
export function loadKey(
  plan: Pick<Plan, 'recipe' | 'algorithm'>,
  secret: string,
  crypto: CryptoPort,
): Result<LoadedKey, string> {
  if (secret.length > 64 * 1024) return fail('it is longer than any secret');
  const key = plan.algorithm.load(plan.recipe.secret, secret, crypto);
  return key.ok ? ok(key.value) : key;
}
