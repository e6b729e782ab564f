import { base64Of, latin1Text, utf8Bytes } from '../bytes.ts';
import type { RecipeInput } from '../signature/recipe.ts';
import type { RequestParts } from '../signature/request-parts.ts';
import { bodyFields, headerFields } from './signature-places.ts';

/** Recipes of senders that sign nothing and send the secret itself: as it is, after a word ("Bearer"), or as basic credentials. */
export function sentSecretRecipes(parts: RequestParts, secret: string): readonly RecipeInput[] {
  const text = latin1Text(utf8Bytes(secret));
  const basic = `Basic ${base64Of(utf8Bytes(secret))}`;
  const recipes: RecipeInput[] = [];
  for (const { in: where, name, value } of [...headerFields(parts), ...bodyFields(parts)]) {
    const field = where === 'header' ? { names: [name] } : { in: where, names: [name] };
    const word = /^([A-Za-z]{1,20}) /.exec(value)?.[1];
    if (value === text || (where === 'json' && value === secret))
      recipes.push({ algorithm: 'token', signature: field });
    else if (value === basic) {
      const signature = { ...field, assign: ' ', version: 'Basic', encoding: 'base64' } as const;
      recipes.push({ algorithm: 'basic', signature });
    } else if (word !== undefined && value === `${word} ${text}`) {
      recipes.push({ algorithm: 'token', signature: { ...field, assign: ' ', version: word } });
    }
  }
  return recipes;
}
