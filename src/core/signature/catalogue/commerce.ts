import type { Scheme } from '../scheme.ts';
import { shopify } from '../schemes/shopify.ts';

/** Shops and shipping. */
export const commerceSchemes: readonly Scheme[] = [shopify];
