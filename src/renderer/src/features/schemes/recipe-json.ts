import { type Recipe, recipeSchema } from '../../../../core/signature/recipe.ts';
import { type RecipeIssue, recipeIssues } from '../../../../core/signature/recipe-issues.ts';
import { jsonProblem } from '../../../../core/view/json.ts';
import { type RecipeForm, recipeOf } from './recipe-form.ts';

/** The format itself has four levels. */
export const MAX_RECIPE_DEPTH = 16;

/** The recipe of a form as text for the JSON view, also while it is not valid. */
export function recipeJsonOf(form: RecipeForm): string {
  return JSON.stringify(
    recipeOf(form),
    (key, value: unknown) => {
      // JSON would write null for it, which means "of any age". What was typed instead of a number stays what it is.
      if (!Number.isNaN(value)) return value;
      return key === 'futureSeconds' ? form.future : form.tolerance;
    },
    2,
  );
}

export interface RecipeJson {
  /** null: it is none. */
  readonly recipe: Recipe | null;
  /** What is wrong with the text, in the order of the schema; empty where there is a recipe. */
  readonly problems: readonly RecipeIssue[];
}

export function readRecipeJson(text: string): RecipeJson {
  const problem = jsonProblem(text, MAX_RECIPE_DEPTH);
  if (problem !== null) {
    const path = `line ${problem.line}, column ${problem.column}`;
    return { recipe: null, problems: [{ path, problem: `is not JSON: ${problem.problem}` }] };
  }
  const parsed = recipeSchema.safeParse(JSON.parse(text));
  return parsed.success
    ? { recipe: parsed.data, problems: [] }
    : { recipe: null, problems: recipeIssues(parsed.error) };
}
