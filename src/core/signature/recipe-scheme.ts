import type { KeyKind } from './crypto-port.ts';
import { generalNotes } from './general-notes.ts';
import type { PublicForm } from './new-key-pair.ts';
import type { RecipeHooks } from './plan.ts';
import { type ProviderFacts, providerInfo } from './provider-facts.ts';
import type { RecipeInput } from './recipe.ts';
import { recipeMechanism } from './recipe-mechanism.ts';
import type { DetectRule, Metadata, Scheme } from './scheme.ts';
import type { SchemeInfo } from './scheme-info.ts';
import { parseTemplate } from './template.ts';

/** What a file under `schemes/` says of one provider. */
export interface RecipeSchemeInput extends ProviderFacts {
  readonly id: string;
  readonly name: string;
  readonly docs: string | null;
  readonly secretHint: string;
  /** What a user has to know of this provider; what every scheme of its kind has in common is added. */
  readonly notes: readonly string[];
  /** The preferred recipe first; further ones are the same scheme under other header names. */
  readonly recipes: readonly [RecipeInput, ...RecipeInput[]];
  readonly detect: readonly DetectRule[];
  readonly metadata: Metadata;
  readonly companions?: readonly Scheme[];
  /** Present where data cannot say everything; the scheme's kind is then `code`. */
  readonly hooks?: RecipeHooks;
  readonly confirmed?: boolean;
  /** How the provider shows its public key; absent: Ed25519 as hex, other keys as PEM. */
  readonly publicForm?: PublicForm;
}

export function recipeScheme(input: RecipeSchemeInput): Scheme {
  const { id, name, docs, secretHint, notes, recipes, detect, metadata, companions = [], hooks } = input;
  const mechanism = recipeMechanism(recipes, hooks);
  const kind =
    mechanism.strength === 'token' ? 'token' : hooks === undefined && !usesPublicKey(recipes[0]) ? 'recipe' : 'code';
  const info: SchemeInfo = {
    id,
    name,
    kind,
    headers: headersOf(recipes),
    canSign: mechanism.sign !== null,
    docs,
    signsUrl: recipes.some(({ signed = '' }) => signed.includes('{url}')),
    secretHint,
    notes: [...notes, ...generalNotes(recipes[0])],
    confirmed: input.confirmed ?? true,
    ...providerInfo(input, metadata, recipes[0].timestamp),
  };
  const asData = hooks === undefined ? { wireFormat: JSON.stringify(recipes), recipes } : {};
  const searchable = hooks?.algorithm === undefined ? { searchable: recipes } : {};
  const scheme: Scheme = { id, name, kind, info, detect, metadata, mechanism, companions, ...asData, ...searchable };
  // With a hook the algorithm is its own, whatever the recipe says.
  return hooks === undefined && usesPublicKey(recipes[0])
    ? withKeyPair(scheme, 'ed25519', input.publicForm ?? 'hex')
    : scheme;
}

export function withKeyPair(scheme: Scheme, keyPair: KeyKind, publicForm: PublicForm | undefined): Scheme {
  return {
    ...scheme,
    info: { ...scheme.info, keyPair: { kind: keyPair, identifier: null } },
    keyPair,
    ...(publicForm === undefined ? {} : { publicForm }),
  };
}

/** The catalogue counts public-key schemes as code; for a user they are what a key pair is needed for. */
function usesPublicKey(recipe: RecipeInput): boolean {
  return recipe.algorithm === 'ed25519';
}

/** Lower-case names: the signature's, the timestamp's, and those of the signed content. */
function headersOf(recipes: readonly RecipeInput[]): readonly string[] {
  const names = new Set<string>();
  for (const { signature, timestamp, signed = '{body}' } of recipes) {
    if (signature.in === undefined || signature.in === 'header')
      for (const name of signature.names) names.add(name.replace('{n}', '1').toLowerCase());
    if (timestamp?.in === 'header') names.add(timestamp.name.toLowerCase());
    const template = parseTemplate(signed);
    for (const token of template.ok ? template.value : []) {
      if (token.kind === 'header') names.add(token.name.toLowerCase());
    }
  }
  return [...names];
}
