import { useMemo, useState } from 'react';
import type { Failure } from '../../../../core/failure.ts';
import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import { type Recipe, recipeSchema } from '../../../../core/signature/recipe.ts';
import type { RecipeIssue } from '../../../../core/signature/recipe-issues.ts';
import { useBridge } from '../../store/context.tsx';
import { FILL_IN, type FieldKey, problemsOf } from './form-problems.ts';
import { formOf, type RecipeForm, recipeOf } from './recipe-form.ts';
import { readRecipeJson, recipeJsonOf } from './recipe-json.ts';

export interface SchemeForm {
  readonly form: RecipeForm;
  set(patch: Partial<RecipeForm>): void;
  /** What to say beside a field: nothing about those the user has not come to yet. */
  errorOf(key: FieldKey): string | null;
  /** The form as a recipe; null while something is wrong with it. */
  readonly recipe: Recipe | null;
  /** The same recipe for the JSON view: what was typed there last, or else what the form says. */
  readonly json: string;
  readonly jsonProblems: readonly RecipeIssue[];
  /** Whether what was typed in the JSON view is no recipe: the form has the last one that was, and nothing can be saved. */
  readonly isJsonBroken: boolean;
  /** Takes it into the form as soon as it is a recipe. */
  setJson(text: string): void;
  /** Back to what the form says. */
  dropJson(): void;
  /** The recipe as it was when nothing was wrong last; null: it never was. */
  readonly lastRecipe: Recipe | null;
  /** What the engine has; null: nothing yet. */
  readonly saved: OwnRecipe | null;
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  /** The engine's answer to the last saving, where it refused. */
  readonly failure: Failure | null;
  /** Whether the user tried to save while something is wrong. */
  readonly isIncomplete: boolean;
  /** Resolves with whether the form could be sent to the engine. */
  save(): Promise<boolean>;
}

/** A new scheme (`existing` null) or one of the user's, being edited. */
export function useSchemeForm(existing: OwnRecipe | null, initial: RecipeForm): SchemeForm {
  const bridge = useBridge();
  const [saved, setSaved] = useState(existing);
  const [form, setForm] = useState(initial);
  const [unchanged, setUnchanged] = useState(initial);
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const problems = useMemo(() => problemsOf(form), [form]);
  const recipe = useMemo(() => {
    const parsed = recipeSchema.safeParse(recipeOf(form));
    return parsed.success ? parsed.data : null;
  }, [form]);

  const [typedJson, setTypedJson] = useState<string | null>(null);
  const json = useMemo(() => typedJson ?? recipeJsonOf(form), [typedJson, form]);
  const jsonProblems = useMemo(() => readRecipeJson(json).problems, [json]);
  const isJsonBroken = typedJson !== null && jsonProblems.length > 0;

  const [lastRecipe, setLastRecipe] = useState(recipe);
  if (recipe !== null && recipe !== lastRecipe) setLastRecipe(recipe);

  return {
    form,
    recipe,
    lastRecipe,
    saved,
    isSaving,
    failure,
    json,
    jsonProblems,
    isJsonBroken,
    isChanged: isJsonBroken || JSON.stringify(form) !== JSON.stringify(unchanged),
    isIncomplete: tried && problems.size > 0,
    set(patch) {
      setForm((now) => ({ ...now, ...patch }));
      setVisited((now) => new Set([...now, ...Object.keys(patch)]));
      if (Object.keys(patch).some((key) => key !== 'name')) setTypedJson(null);
      setFailure(null);
    },
    setJson(text) {
      setTypedJson(text);
      setFailure(null);
      const { recipe: typed } = readRecipeJson(text);
      if (typed !== null) setForm(({ name }) => formOf({ name, recipe: typed }));
    },
    dropJson: () => setTypedJson(null),
    errorOf(key) {
      const [field = '', index] = key.split('.');
      const problem = problems.get(key) ?? null;
      // A further name or prefix that was just added is empty; that is no news to the user.
      const isNew = index !== undefined && problem === FILL_IN;
      return tried || (visited.has(field) && !isNew) ? problem : null;
    },
    async save() {
      setTried(true);
      if (problems.size > 0 || isJsonBroken) return false;
      setSaving(true);
      try {
        const name = form.name.trim();
        const result = await bridge.call('recipes.save', { id: saved?.id ?? null, name, recipe: recipeOf(form) });
        if (result.ok) {
          const stored = { ...form, name: result.value.name };
          setSaved(result.value);
          setForm((now) => (now === form ? stored : now));
          setUnchanged(stored);
          setFailure(null);
          setTried(false);
        } else {
          setFailure(result.failure);
        }
      } finally {
        setSaving(false);
      }
      return true;
    },
  };
}
