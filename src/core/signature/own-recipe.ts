import type { Recipe } from './recipe.ts';

/** A scheme that the user wrote as a recipe. Its id starts with `own-` and is used wherever a built-in scheme's is. */
export interface OwnRecipe {
  readonly id: string;
  readonly name: string;
  readonly recipe: Recipe;
}
