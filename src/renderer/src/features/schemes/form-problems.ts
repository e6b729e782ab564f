import { recipeSchema } from '../../../../core/signature/recipe.ts';
import { type RecipeForm, recipeOf } from './recipe-form.ts';

/** A field of the form; `names.0` and `strip.0` where a field has several. */
export type FieldKey = string;

const fields: Readonly<Record<string, keyof RecipeForm>> = {
  'signature.names': 'names',
  'signature.separator': 'separator',
  'signature.assign': 'assign',
  'signature.version': 'version',
  'signature.positional': 'positional',
  'signature.prefix': 'prefix',
  signed: 'signed',
  'timestamp.name': 'timestampName',
  'timestamp.toleranceSeconds': 'tolerance',
  'timestamp.futureSeconds': 'future',
  'secret.strip': 'strip',
};

/** What is wrong with the form, a sentence a field. Empty: it can be saved. */
export function problemsOf(form: RecipeForm): ReadonlyMap<FieldKey, string> {
  const problems = new Map<FieldKey, string>();
  const add = (key: FieldKey, text: string) => {
    if (!problems.has(key)) problems.set(key, text);
  };
  if (form.name.trim() === '') add('name', 'Give the scheme a name');
  const parsed = recipeSchema.safeParse(recipeOf(form));
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const last = issue.path.at(-1);
    const path = (typeof last === 'number' ? issue.path.slice(0, -1) : issue.path).join('.');
    if (path === 'signature') {
      add(form.assign === '' ? 'assign' : 'version', 'Give both the sign between and the name, or neither');
      continue;
    }
    const field = fields[path];
    if (field === undefined) add('form', `${path} ${issue.message}`);
    else if (typeof last === 'number') add(`${field}.${last}`, sentence(issue.message));
    // The schema speaks of all names at once; the form says it of the one it is about.
    else if (field === 'names') for (const index of badNames(form)) add(`names.${index}`, NOT_A_HEADER);
    else add(field, sentence(issue.message));
  }
  return problems;
}

export const FILL_IN = 'Fill this in';
const NOT_A_HEADER = 'This is not a header name: letters, digits and hyphens';

function badNames(form: RecipeForm): readonly number[] {
  const isBad = (name: string) =>
    !recipeSchema.safeParse(
      recipeOf({ ...form, names: [name], format: 'whole', hasTimestamp: false, signed: '{body}' }),
    ).success;
  return form.names.flatMap((name, index) => (isBad(name) ? [index] : []));
}

/** The schema's clauses ("is empty", "has the unknown token “{x}”") about the field they stand beside. */
function sentence(clause: string): string {
  return clause === 'is empty' ? FILL_IN : `This ${clause}`;
}
