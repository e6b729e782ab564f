import { z } from 'zod';
import { recipeSchema } from '../../../../core/signature/recipe.ts';
import type { JsonPath } from '../../../../core/view/json-places.ts';

/** The part of JSON Schema (2020-12) that the recipe's own uses. */
export interface RecipeSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, RecipeSchema>>;
  readonly required?: readonly string[];
  readonly items?: RecipeSchema;
  readonly anyOf?: readonly RecipeSchema[];
}

// What zod writes of our own schema; nothing else ever comes in here.
const root = z.toJSONSchema(recipeSchema, { io: 'input' }) as RecipeSchema;

/** What may stand at a path of a recipe; null: nothing that is known. */
export function schemaAt(path: JsonPath): RecipeSchema | null {
  let found: RecipeSchema | undefined = root;
  for (const part of path) {
    found = typeof part === 'number' ? found.items : ownOf(found.properties, part);
    if (found === undefined) return null;
  }
  return found;
}

function ownOf(properties: RecipeSchema['properties'], name: string): RecipeSchema | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}
