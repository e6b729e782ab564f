import { aiSchemes } from './catalogue/ai.ts';
import { cloudSchemes } from './catalogue/cloud.ts';
import { codeSchemes } from './catalogue/code.ts';
import { commerceSchemes } from './catalogue/commerce.ts';
import { devSchemes } from './catalogue/dev.ts';
import { emailSchemes } from './catalogue/email.ts';
import { firstSchemes } from './catalogue/first.ts';
import { identitySchemes } from './catalogue/identity.ts';
import { messagingSchemes } from './catalogue/messaging.ts';
import { paymentsSchemes } from './catalogue/payments.ts';
import { saasSchemes } from './catalogue/saas.ts';
import { standardSchemes } from './catalogue/standard.ts';
import { supportSchemes } from './catalogue/support.ts';
import type { Scheme } from './scheme.ts';
import { genericHmac } from './schemes/generic-hmac.ts';

/**
 * Every built-in scheme, in the order lists show them and equal candidates are offered in. The generic one comes last:
 * whoever fits another scheme too is better known by that one.
 */
export const schemes: readonly Scheme[] = [
  ...firstSchemes,
  ...standardSchemes,
  ...devSchemes,
  ...paymentsSchemes,
  ...commerceSchemes,
  ...messagingSchemes,
  ...emailSchemes,
  ...supportSchemes,
  ...saasSchemes,
  ...aiSchemes,
  ...identitySchemes,
  ...cloudSchemes,
  ...codeSchemes,
  genericHmac,
];

const byId = new Map(schemes.map((scheme) => [scheme.id, scheme]));

export function schemeById(id: string): Scheme | undefined {
  return byId.get(id);
}
