import type { Scheme } from '../scheme.ts';
import { front } from '../schemes/front.ts';
import { intercom } from '../schemes/intercom.ts';
import { plain } from '../schemes/plain.ts';
import { zendesk } from '../schemes/zendesk.ts';

/** Help desks and customer conversations. */
export const supportSchemes: readonly Scheme[] = [intercom, zendesk, front, plain];
