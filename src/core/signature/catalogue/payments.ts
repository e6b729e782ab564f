import type { Scheme } from '../scheme.ts';
import { adyenHeader } from '../schemes/adyen-header.ts';
import { adyenPayments } from '../schemes/adyen-payments.ts';
import { affirm } from '../schemes/affirm.ts';
import { airwallex } from '../schemes/airwallex.ts';
import { authorizeNet } from '../schemes/authorize-net.ts';
import { cashfree } from '../schemes/cashfree.ts';
import { chargebee } from '../schemes/chargebee.ts';
import { chargify } from '../schemes/chargify.ts';
import { checkoutCom } from '../schemes/checkout-com.ts';
import { coinbaseCdp } from '../schemes/coinbase-cdp.ts';
import { coinbaseCommerce } from '../schemes/coinbase-commerce.ts';
import { dwolla } from '../schemes/dwolla.ts';
import { easypost } from '../schemes/easypost.ts';
import { flutterwave } from '../schemes/flutterwave.ts';
import { gocardless } from '../schemes/gocardless.ts';
import { klarna } from '../schemes/klarna.ts';
import { lemonSqueezy } from '../schemes/lemon-squeezy.ts';
import { mercadoPago } from '../schemes/mercado-pago.ts';
import { metronome } from '../schemes/metronome.ts';
import { modernTreasury } from '../schemes/modern-treasury.ts';
import { mollie } from '../schemes/mollie.ts';
import { paddle } from '../schemes/paddle.ts';
import { paystack } from '../schemes/paystack.ts';
import { quickbooks } from '../schemes/quickbooks.ts';
import { razorpay } from '../schemes/razorpay.ts';
import { recurly } from '../schemes/recurly.ts';
import { recurlyBasic } from '../schemes/recurly-basic.ts';
import { square } from '../schemes/square.ts';
import { stripe } from '../schemes/stripe.ts';
import { xero } from '../schemes/xero.ts';

/** Payments and billing. */
export const paymentsSchemes: readonly Scheme[] = [
  stripe,
  square,
  paddle,
  adyenPayments,
  adyenHeader,
  razorpay,
  mollie,
  gocardless,
  coinbaseCommerce,
  coinbaseCdp,
  lemonSqueezy,
  checkoutCom,
  paystack,
  flutterwave,
  cashfree,
  mercadoPago,
  recurly,
  recurlyBasic,
  chargebee,
  chargify,
  modernTreasury,
  dwolla,
  quickbooks,
  xero,
  airwallex,
  affirm,
  authorizeNet,
  klarna,
  easypost,
  metronome,
];
