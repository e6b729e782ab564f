import type { Scheme } from '../scheme.ts';
import { square } from '../schemes/square.ts';
import { stripe } from '../schemes/stripe.ts';

/** Payments and billing. */
export const paymentsSchemes: readonly Scheme[] = [stripe, square];
