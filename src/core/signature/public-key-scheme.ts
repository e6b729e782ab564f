import { utf8Bytes } from '../bytes.ts';
import { ok } from '../result.ts';
import type { Algorithm } from './algorithm.ts';
import { keysFor, kindsOf } from './asymmetric-keys.ts';
import type { KeyAlgorithm } from './crypto-port.ts';
import { fixedSource, type PublishedForm } from './key-source.ts';
import type { RecipeInput } from './recipe.ts';
import { type RecipeSchemeInput, recipeScheme, withKeyPair } from './recipe-scheme.ts';
import type { Scheme } from './scheme.ts';

export type PublicKeyRecipe = Omit<RecipeInput, 'algorithm' | 'secret'>;

/** A scheme that signs a template with a key pair: a recipe in everything but the algorithm. */
export interface PublicKeySchemeInput extends Omit<RecipeSchemeInput, 'recipes' | 'hooks'> {
  readonly algorithm: KeyAlgorithm;
  readonly recipe: PublicKeyRecipe;
  /** The same scheme under other header names. */
  readonly alternatives?: readonly PublicKeyRecipe[];
  /** Where the provider publishes its key; null: it shows the key to its customers alone. */
  readonly publishedAt: string | null;
  /** Present where anybody can have it there. */
  readonly published?: PublishedForm;
}

export function publicKeyScheme(input: PublicKeySchemeInput): Scheme {
  const { algorithm, recipe, alternatives = [], publishedAt } = input;
  const [keyPair = 'rsa'] = kindsOf(algorithm);
  const recipeBased = recipeScheme({
    ...input,
    // The hook below takes the algorithm's place: users' recipes know no RSA and no ECDSA.
    recipes: [
      { ...recipe, algorithm: 'ed25519' },
      ...alternatives.map((one): RecipeInput => ({ ...one, algorithm: 'ed25519' })),
    ],
    hooks: { algorithm: publicKeyAlgorithm(algorithm) },
  });
  const scheme = withKeyPair(recipeBased, keyPair, input.publicForm);
  if (publishedAt === null) return scheme;
  const { mechanism } = scheme;
  const place = input.published === undefined ? null : fixedSource(publishedAt, input.published);
  return {
    ...scheme,
    mechanism: {
      ...mechanism,
      ...(place === null ? {} : { keySource: () => ({ ...place, keyId: null }) }),
      judge(...judged) {
        const outcome = mechanism.judge(...judged);
        return outcome.reason === 'no-secret'
          ? { ...outcome, reason: 'key-unavailable', detail: publishedAt }
          : outcome;
      },
    },
  };
}

/** The secret is the public half (verifies) or the private half (verifies and signs), as `keysFor` reads it. */
export function publicKeyAlgorithm(algorithm: KeyAlgorithm): Algorithm {
  return {
    form: algorithm === 'ed25519' ? 64 : 'encoded',
    strength: algorithm.includes('sha1') ? 'legacy' : 'full',
    load(_rule, secret, crypto) {
      const keys = keysFor(algorithm, secret, crypto);
      if (!keys.ok) return keys;
      const sign = keys.value.find((key) => key.sign !== null)?.sign ?? null;
      return ok({
        secretBytes: utf8Bytes(secret),
        over: (content) => ({
          expected: null,
          matches: (candidate) => keys.value.some((key) => key.verify(algorithm, content, candidate)),
        }),
        sign: sign === null ? null : (content) => sign(algorithm, content),
      });
    },
  };
}
