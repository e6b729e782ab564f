import { VERIFY_TOKEN } from '../../../../core/secret.ts';
import { type SchemeInfo, schemeHint } from '../../../../core/signature/scheme-info.ts';
import type { SelectOption } from '../../ui/index.ts';

/** Stands for "no scheme given": `Select` needs an id, and no scheme is called this. */
export const ANY_SCHEME = ' any';

/** Leads to the form for a scheme of the user's own. */
export const NEW_SCHEME = ' new';
export const newSchemeOption: SelectOption = {
  id: NEW_SCHEME,
  label: 'New scheme…',
  hint: 'For a sender that is not in this list',
};

/** Schemes as options, by name. */
export function schemeOptions(schemes: readonly SchemeInfo[]): readonly SelectOption[] {
  return schemes
    .filter((scheme) => scheme.kind !== 'none')
    .map((scheme) => ({ id: scheme.id, label: scheme.name, hint: schemeHint(scheme) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

const anySecret: SelectOption = { id: ANY_SCHEME, label: 'Any scheme' };
const verifyToken: SelectOption = {
  id: VERIFY_TOKEN,
  label: 'Verify token',
  hint: 'For handshakes; no signature is checked with it',
};

/** What a new secret is for until the user chooses: the scheme, where there is one that secrets can be for. */
export function firstUse(scheme: string | null, schemes: readonly SchemeInfo[]): string {
  return secretUses(schemes).find(({ id }) => id === scheme)?.id ?? ANY_SCHEME;
}

/** What a secret can be for. */
export function secretUses(schemes: readonly SchemeInfo[]): readonly SelectOption[] {
  return [anySecret, verifyToken, ...schemeOptions(schemes)];
}
