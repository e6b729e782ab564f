import { judgeWith } from './judge-with.ts';
import { adyenHeader } from './libraries/adyen.ts';
import { coinbaseCommerce } from './libraries/coinbase-commerce.ts';
import { easypost } from './libraries/easypost.ts';
import { gocardless } from './libraries/gocardless.ts';
import { modernTreasury } from './libraries/modern-treasury.ts';
import { mollie } from './libraries/mollie.ts';
import { paddle } from './libraries/paddle.ts';
import { razorpay } from './libraries/razorpay.ts';

judgeWith([adyenHeader, coinbaseCommerce, easypost, gocardless, modernTreasury, mollie, paddle, razorpay]);
