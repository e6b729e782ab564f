import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Failure } from '../core/failure.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { OWN_SCHEME_PREFIX, type OwnRecipe } from '../core/signature/own-recipe.ts';
import { type NamedRecipe, parseSchemeFile } from '../core/signature/own-recipe-file.ts';
import { type RecipeInput, recipeProblems, recipeSchema } from '../core/signature/recipe.ts';
import { schemes as builtIn, schemeById } from '../core/signature/registry.ts';
import type { Scheme } from '../core/signature/scheme.ts';
import { userScheme } from '../core/signature/schemes/generic-hmac.ts';
import type { Store } from './storage/store.ts';

/** The schemes of this data folder: the built-in ones and the user's own, which are the same kind of thing. */
export interface Schemes {
  /** The user's own first: they know their sender better than the catalogue does. */
  readonly all: readonly Scheme[];
  readonly own: readonly OwnRecipe[];
  byId(id: string): Scheme | undefined;
  /** Adds (`id` null) or replaces a recipe of the user's. */
  save(input: { id: string | null; name: string; recipe: RecipeInput }): Promise<Result<OwnRecipe, Failure>>;
  /** Adds all schemes of a file or none. One whose name is taken is numbered: "Acme 2". */
  import(text: string): Promise<Result<readonly OwnRecipe[], Failure>>;
  delete(id: string): Promise<Result<void, Failure>>;
}

/** The store's value that holds them; see `ownRecipesOf`. */
export const OWN_RECIPES_VALUE = 'own-recipes';

const storedSchema = z.array(z.strictObject({ id: z.string(), name: z.string(), recipe: recipeSchema }));

export async function openSchemes(store: Store, changed: (all: readonly Scheme[]) => void): Promise<Schemes> {
  const text = await store.value(OWN_RECIPES_VALUE);
  let own = ownRecipesOf(text);
  let ownSchemes = schemesOf(own);
  // One list as long as nothing changes: detection keeps an index of it.
  let all: readonly Scheme[] = [...ownSchemes, ...builtIn];

  async function put(next: readonly OwnRecipe[]): Promise<Result<void, Failure>> {
    const stored = await store.putValue(OWN_RECIPES_VALUE, JSON.stringify(next));
    if (!stored.ok) return stored;
    own = next;
    ownSchemes = schemesOf(own);
    all = [...ownSchemes, ...builtIn];
    changed(all);
    return ok();
  }

  return {
    get all() {
      return all;
    },
    get own() {
      return own;
    },
    byId: (id) => schemeById(id) ?? ownSchemes.find((scheme) => scheme.id === id),
    async save({ id, name, recipe }) {
      const parsed = recipeSchema.safeParse(recipe);
      if (!parsed.success) {
        return fail({ code: 'invalid-input', field: 'Recipe', problem: recipeProblems(parsed.error).join('; ') });
      }
      const trimmed = name.trim();
      if (trimmed === '') return fail({ code: 'invalid-input', field: 'Name', problem: 'a scheme needs a name' });
      if (id !== null && !own.some((one) => one.id === id)) return fail({ code: 'scheme-unknown', scheme: id });
      const saved = { id: id ?? OWN_SCHEME_PREFIX + randomUUID(), name: trimmed, recipe: parsed.data };
      const stored = await put(id === null ? [...own, saved] : own.map((one) => (one.id === id ? saved : one)));
      return stored.ok ? ok(saved) : stored;
    },
    async import(text) {
      const file = parseSchemeFile(text);
      if (!file.ok) return file;
      const added = withIds(file.value, new Set(own.map(({ name }) => name)));
      const stored = await put([...own, ...added]);
      return stored.ok ? ok(added) : stored;
    },
    async delete(id) {
      if (!own.some((one) => one.id === id)) return fail({ code: 'scheme-unknown', scheme: id });
      return put(own.filter((one) => one.id !== id));
    },
  };
}

function withIds(schemes: readonly NamedRecipe[], taken: Set<string>): readonly OwnRecipe[] {
  return schemes.map(({ name: given, recipe }) => {
    const wanted = given.trim();
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted} ${number}`;
    taken.add(name);
    return { id: OWN_SCHEME_PREFIX + randomUUID(), name, recipe };
  });
}

/** From the store's value; null: none was ever saved. */
export function ownRecipesOf(value: string | null): readonly OwnRecipe[] {
  return value === null ? [] : storedSchema.parse(JSON.parse(value));
}

export function schemesOf(own: readonly OwnRecipe[]): readonly Scheme[] {
  return own.map(({ id, name, recipe }) => {
    const scheme = userScheme(recipe, id, name);
    if (!scheme.ok) throw new Error(`a stored recipe is not valid: ${scheme.failure.join('; ')}`);
    return scheme.value;
  });
}
