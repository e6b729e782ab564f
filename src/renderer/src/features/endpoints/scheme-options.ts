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

/** Schemes as options, by name, behind the option that names none. */
export function schemeOptions(schemes: readonly SchemeInfo[], none: string): readonly SelectOption[] {
  const named = schemes
    .filter((scheme) => scheme.kind !== 'none')
    .map((scheme) => ({ id: scheme.id, label: scheme.name, hint: schemeHint(scheme) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return [{ id: ANY_SCHEME, label: none }, ...named];
}
