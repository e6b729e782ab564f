import type { CryptoPort } from '../signature/crypto-port.ts';
import type { RecipeInput } from '../signature/recipe.ts';
import { requestParts } from '../signature/request-parts.ts';
import type { CandidateSecret, Scheme } from '../signature/scheme.ts';
import { userScheme } from '../signature/schemes/generic-hmac.ts';
import { candidateKeys } from './candidate-keys.ts';
import { contentAtoms } from './content-atoms.ts';
import { fieldOf, searchDigests } from './digest-search.ts';
import type { DiscoveryReport, FoundRecipe } from './discovery.ts';
import { type DiscoveryRequest, verifiesAtItsTime } from './proof.ts';
import { recipeOf, sameContents } from './recipe-of-hit.ts';
import { recipeWords } from './recipe-words.ts';
import { sentSecretRecipes } from './sent-secret.ts';
import { type SignaturePlace, signaturePlaces } from './signature-places.ts';

export type { DiscoveryRequest } from './proof.ts';

export interface DiscoveryInput {
  /** Signed with one secret in one way: every recipe is proved on all of them. */
  readonly requests: readonly DiscoveryRequest[];
  readonly secret: string;
  /** The catalogue to compare with; empty: ignored. */
  readonly schemes: readonly Scheme[];
}

export interface DiscoveryPort {
  readonly crypto: CryptoPort;
  /** Milliseconds of any clock: it is only asked how long the search has taken. */
  now(): number;
}

/** Where more remain than anybody looks through, another capture tells them apart. */
const MAX_RECIPES = 12;
/** What people paste is shorter; the engine takes no longer one. */
const MAX_SECRET_CHARS = 64 * 1024;

/**
 * How the requests are signed, searched for in what a recipe can say. The catalogue is asked first, and what it knows is not
 * searched for. Synchronous, over after about `budgetMs`. Never throws, whatever the requests hold.
 */
export function discover(input: DiscoveryInput, port: DiscoveryPort, budgetMs: number): DiscoveryReport {
  const { requests, secret, schemes } = input;
  if (requests.length === 0 || secret === '' || secret.length > MAX_SECRET_CHARS) {
    return { recipes: [], tried: 0, complete: true };
  }
  const endsAt = port.now() + budgetMs;
  const secrets: readonly CandidateSecret[] = [{ id: 'secret', value: secret }];
  const proves = (scheme: Scheme) =>
    requests.every((request) => verifiesAtItsTime(scheme, request, secrets, port.crypto));
  const provedOn = requests.map((_, index) => index);
  const found: FoundRecipe[] = [];

  const propose = (recipe: RecipeInput, scheme: string | null): boolean => {
    const known = found.some((other) => JSON.stringify(other.recipe) === JSON.stringify(recipe));
    if (known || found.length >= MAX_RECIPES) return known;
    const own = userScheme(recipe);
    if (!own.ok || !proves(own.value)) return false;
    found.push({ recipe, words: recipeWords(recipe), provedOn, scheme });
    return true;
  };

  for (const scheme of schemes) {
    if (scheme.recipes === undefined || !proves(scheme)) continue;
    for (const recipe of scheme.recipes) propose(recipe, scheme.id);
  }
  if (found.length > 0) return { recipes: found, tried: schemes.length, complete: true };

  const parts = requests.map(({ request }) => requestParts(request));
  const places = signaturePlaces(parts);
  const atoms = contentAtoms(parts, places);
  const { tried, complete } = searchDigests({
    atoms,
    places,
    keys: candidateKeys(secret, port.crypto),
    requests: requests.length,
    searched: cheapest(requests),
    crypto: port.crypto,
    isOver: () => port.now() >= endsAt,
    onHit({ algorithm, pieces, key, places: holders }) {
      const proved = new Set<SignaturePlace>();
      for (const content of sameContents(pieces, atoms)) {
        const fields = new Set<string>();
        for (const place of holders) {
          // One field can be read in several ways that come to the same; the plainest that is proved stands for all.
          if (fields.has(fieldOf(place)) || !propose(recipeOf(algorithm, content, key, place.rule), null)) continue;
          fields.add(fieldOf(place));
          proved.add(place);
        }
      }
      return [...proved];
    },
  });
  found.sort((a, b) => complexity(a.recipe) - complexity(b.recipe));
  const [first] = parts;
  for (const recipe of first === undefined ? [] : sentSecretRecipes(first, secret)) propose(recipe, null);
  return { recipes: found, tried: schemes.length + tried, complete };
}

/** A field of the body beside the whole body would be signed twice, which few senders do. */
function complexity({ signed = '{body}', timestamp }: RecipeInput): number {
  const tokens: readonly string[] = signed.match(/\{[^}]*\}/g) ?? [];
  const twice = tokens.filter((token) => /^\{(json|form):/.test(token)).length + Number(timestamp?.in === 'json');
  return tokens.length + (tokens.includes('{body}') ? 3 * twice : 0);
}

/** Index of the request with the smallest body, as the search hashes it over and over; an empty one tells too little. */
function cheapest(requests: readonly DiscoveryRequest[]): number {
  const sizes = requests.map(({ request }) => request.body.length || Number.MAX_SAFE_INTEGER);
  return sizes.indexOf(Math.min(...sizes));
}
