import type { RecipeInput } from '../recipe.ts';
import { recipeScheme } from '../recipe-scheme.ts';

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

export const standardWebhooks = recipeScheme({
  id: 'standard-webhooks',
  name: 'Standard Webhooks',
  docs: 'https://www.standardwebhooks.com',
  secretHint: 'whsec_ and base64, or the base64 alone; it is decoded to the key.',
  notes: ['Several signatures during rotation: any v1 may match. v1a (Ed25519) entries are not counted here.'],
  recipes: [standardWebhooksRecipe('webhook')],
  detect: [
    [{ header: 'webhook-signature', pattern: /(^|\s)v1,/ }, { header: 'webhook-id' }, { header: 'webhook-timestamp' }],
  ],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ header: 'webhook-id' }] },
});
