import type { Scheme } from '../scheme.ts';
import { auth0LogStream } from '../schemes/auth0-log-stream.ts';
import { descope } from '../schemes/descope.ts';
import { oktaEventHooks } from '../schemes/okta-event-hooks.ts';
import { onfido } from '../schemes/onfido.ts';
import { persona } from '../schemes/persona.ts';
import { sumsub } from '../schemes/sumsub.ts';
import { veriff } from '../schemes/veriff.ts';
import { workos } from '../schemes/workos.ts';

/** Sign-in and identity checks. */
export const identitySchemes: readonly Scheme[] = [
  workos,
  oktaEventHooks,
  auth0LogStream,
  persona,
  onfido,
  veriff,
  sumsub,
  descope,
];
