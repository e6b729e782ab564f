import type { Scheme } from '../scheme.ts';
import { anthropic } from '../schemes/anthropic.ts';
import { bigcommerce } from '../schemes/bigcommerce.ts';
import { brex } from '../schemes/brex.ts';
import { clerk } from '../schemes/clerk.ts';
import { dodopayments } from '../schemes/dodopayments.ts';
import { etsy } from '../schemes/etsy.ts';
import { gemini } from '../schemes/gemini.ts';
import { incidentIo } from '../schemes/incident-io.ts';
import { lithic } from '../schemes/lithic.ts';
import { liveblocks } from '../schemes/liveblocks.ts';
import { loops } from '../schemes/loops.ts';
import { openai } from '../schemes/openai.ts';
import { polar } from '../schemes/polar.ts';
import { replicate } from '../schemes/replicate.ts';
import { resend } from '../schemes/resend.ts';
import { standardWebhooks } from '../schemes/standard-webhooks.ts';
import { stytch } from '../schemes/stytch.ts';
import { supabaseAuthHooks } from '../schemes/supabase-auth-hooks.ts';
import { svix } from '../schemes/svix.ts';
import { vanta } from '../schemes/vanta.ts';
import { whop } from '../schemes/whop.ts';

/** Published standards, and brands that use one of them. */
export const standardSchemes: readonly Scheme[] = [
  standardWebhooks,
  svix,
  openai,
  anthropic,
  replicate,
  resend,
  clerk,
  supabaseAuthHooks,
  polar,
  dodopayments,
  liveblocks,
  lithic,
  whop,
  incidentIo,
  loops,
  brex,
  gemini,
  etsy,
  vanta,
  stytch,
  bigcommerce,
];
