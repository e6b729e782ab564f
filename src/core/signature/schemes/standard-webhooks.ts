import { retryPolicy } from '../delivery.ts';
import type { ProviderFacts } from '../provider-facts.ts';
import type { RecipeInput } from '../recipe.ts';
import { recipeScheme } from '../recipe-scheme.ts';
import type { DetectRule, Metadata, Scheme } from '../scheme.ts';

/** The construction of Standard Webhooks under one brand's header names. */
export function standardWebhooksRecipe(prefix: string): RecipeInput {
  return {
    algorithm: 'hmac-sha256',
    signature: { names: [`${prefix}-signature`], separator: ' ', assign: ',', version: 'v1', encoding: 'base64' },
    timestamp: { in: 'header', name: `${prefix}-timestamp`, unit: 's', toleranceSeconds: 300 },
    signed: `{h:${prefix}-id}.{ts}.{body}`,
    secret: { strip: ['whsec_'], encoding: 'base64' },
    // The specification forbids it: an id with a dot could take over the start of what follows.
    forbidden: { [`${prefix}-id`]: '.' },
  };
}

/** The headers of Standard Webhooks; Svix's own names are its own, whatever the value. */
export function standardWebhooksHeaders(prefix: string): DetectRule {
  const signature =
    prefix === 'svix' ? { header: 'svix-signature' } : { header: `${prefix}-signature`, pattern: /(^|\s)v1,/ };
  return [signature, { header: `${prefix}-id` }, { header: `${prefix}-timestamp` }];
}

export interface Brand extends ProviderFacts {
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  readonly secretHint?: string;
  /** Where the brand decodes its secret in another way. */
  readonly secret?: NonNullable<RecipeInput['secret']>;
  readonly notes?: readonly string[];
  /** Where the body has no `type`. */
  readonly eventType?: Metadata['eventType'];
}

/** A sender that uses Standard Webhooks, or Svix, as it is: nothing but the secret tells it from others. */
export function standardWebhooksBrand(prefix: 'webhook' | 'svix', brand: Brand): Scheme {
  const { id, name, docs, secretHint, secret, notes = [], eventType = [{ json: 'type' }], ...rest } = brand;
  const recipe = standardWebhooksRecipe(prefix);
  return recipeScheme({
    // What its users verify with, where the sender has no library of its own.
    sdk: [{ library: prefix === 'svix' ? 'svix 1.99.1' : 'standardwebhooks 1.1.1', refuses: ['invalid-utf8'] }],
    ...rest,
    id,
    name,
    docs,
    secretHint: secretHint ?? 'whsec_ and base64, as the dashboard shows it; it is decoded to the key.',
    notes,
    recipes: [secret === undefined ? recipe : { ...recipe, secret }],
    detect: [standardWebhooksHeaders(prefix)],
    metadata: { eventType, deliveryId: [{ header: `${prefix}-id` }] },
  });
}

export const standardWebhooks = recipeScheme({
  id: 'standard-webhooks',
  name: 'Standard Webhooks',
  docs: 'https://www.standardwebhooks.com',
  secretHint: 'whsec_ and base64, or the base64 alone; it is decoded to the key.',
  notes: ['Several signatures during rotation: any v1 may match. v1a (Ed25519) entries are not counted here.'],
  recipes: [standardWebhooksRecipe('webhook')],
  detect: [standardWebhooksHeaders('webhook')],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
  delivery: {
    success: ['2xx'],
    deadlineMs: 15_000,
    source: 'documented',
    retry: retryPolicy({
      delaysSeconds: [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
      stopsOn: [410],
      deliveryId: 'same',
      signature: 'fresh',
      source: 'documented',
    }),
  },
  sdk: [{ library: 'standardwebhooks 1.1.1', refuses: ['invalid-utf8'] }],
});
