import type { Scheme } from '../scheme.ts';
import { aftership } from '../schemes/aftership.ts';
import { fastspring } from '../schemes/fastspring.ts';
import { gumroad } from '../schemes/gumroad.ts';
import { lob } from '../schemes/lob.ts';
import { onfleet } from '../schemes/onfleet.ts';
import { recharge } from '../schemes/recharge.ts';
import { shippo } from '../schemes/shippo.ts';
import { shopify } from '../schemes/shopify.ts';
import { shopifyEvents } from '../schemes/shopify-events.ts';
import { squarespace } from '../schemes/squarespace.ts';
import { woocommerce } from '../schemes/woocommerce.ts';

/** Shops and shipping. */
export const commerceSchemes: readonly Scheme[] = [
  shopify,
  shopifyEvents,
  woocommerce,
  squarespace,
  shippo,
  aftership,
  recharge,
  fastspring,
  gumroad,
  onfleet,
  lob,
];
