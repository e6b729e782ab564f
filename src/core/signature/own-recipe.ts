import type { Recipe } from './recipe.ts';

/** A scheme that the user wrote as a recipe. Its id starts with `OWN_SCHEME_PREFIX` and is used wherever a built-in scheme's is. */
export interface OwnRecipe {
  readonly id: string;
  readonly name: string;
  readonly recipe: Recipe;
}

export const OWN_SCHEME_PREFIX = 'own-';

export function isOwnScheme(id: string): boolean {
  return id.startsWith(OWN_SCHEME_PREFIX);
}
