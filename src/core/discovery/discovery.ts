import type { RecipeInput } from '../signature/recipe.ts';

/** A recipe that was found, with what proves it. */
export interface FoundRecipe {
  readonly recipe: RecipeInput;
  /** The recipe in words, one sentence: "HMAC-SHA256 in hex over timestamp, a dot and the body, …". */
  readonly words: string;
  /** Indices of the given requests whose signature it computes exactly. */
  readonly provedOn: readonly number[];
  /** A scheme of the catalogue that signs the same way; null: none does. */
  readonly scheme: string | null;
}

export interface DiscoveryReport {
  /** The simplest first. More than one: the requests given do not tell them apart. */
  readonly recipes: readonly FoundRecipe[];
  /** Signatures computed in all. */
  readonly tried: number;
  /** False: the time was over before the search was. */
  readonly complete: boolean;
}
