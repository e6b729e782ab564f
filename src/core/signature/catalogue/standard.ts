import type { Scheme } from '../scheme.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { svix } from '../schemes/svix.ts';

/** Published standards, and brands that use one of them. */
export const standardSchemes: readonly Scheme[] = [standardWebhooks, svix];
