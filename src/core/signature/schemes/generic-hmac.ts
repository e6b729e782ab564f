import { fail, ok, type Result } from '../../result.ts';
import { retryPolicy } from '../delivery.ts';
import { recipeProblems, recipeSchema } from '../recipe.ts';
import { recipeScheme } from '../recipe-scheme.ts';
import type { Scheme } from '../scheme.ts';

const ID = 'generic-hmac';
const NAME = 'Generic HMAC';

/**
 * A scheme of the user's own from a recipe they filled in. The failure lists what is wrong, a line a problem:
 * "signature.names names no field".
 */
export function userScheme(recipe: unknown, id: string = ID, name: string = NAME): Result<Scheme, readonly string[]> {
  const parsed = recipeSchema.safeParse(recipe);
  if (!parsed.success) return fail(recipeProblems(parsed.error));
  const { signature } = parsed.data;
  return ok(
    recipeScheme({
      id,
      name,
      docs: null,
      secretHint: 'The secret that sender and receiver share, as text.',
      notes: [],
      recipes: [parsed.data],
      detect:
        signature.in === 'header' ? signature.names.map((header) => [{ header: header.replace('{n}', '1') }]) : [],
      metadata: { eventType: [], deliveryId: [] },
    }),
  );
}

/** What many senders without a format of their own do: the hex HMAC-SHA256 of the body, with or without `sha256=`. */
export const genericHmac = recipeScheme({
  id: ID,
  name: NAME,
  docs: null,
  secretHint: 'The secret that sender and receiver share, as text.',
  notes: ['HMAC-SHA256 of the raw body in X-Signature-256, with or without “sha256=” before it.'],
  recipes: [
    { algorithm: 'hmac-sha256', signature: { names: ['X-Signature-256'], encoding: 'hex', prefix: 'sha256=' } },
  ],
  detect: [[{ header: 'x-signature-256' }]],
  metadata: { eventType: [], deliveryId: [] },
  delivery: {
    success: ['2xx'],
    deadlineMs: null,
    source: 'documented',
    retry: retryPolicy({ delaysSeconds: [120, 240, 480, 960], source: 'documented' }),
  },
});
