import { z } from 'zod';
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../result.ts';
import { jsonProblem } from '../view/json.ts';
import type { OwnRecipe } from './own-recipe.ts';
import { recipeSchema } from './recipe.ts';
import { recipeIssues } from './recipe-issues.ts';

/**
 * The user's own schemes as a file: to give to a colleague, to keep beside the code, and for the command line. One scheme
 * is `{"hookproof": "scheme", "version": 1, "name", "recipe"}`; several are `{"hookproof": "schemes", "version": 1,
 * "schemes": [{"name", "recipe"}]}`. Ids stay behind: they belong to one data folder. Secrets are never in it.
 */

const VERSION = 1;

export const MAX_SCHEME_FILE_CHARS = 4 * 1024 * 1024;
export const MAX_SCHEMES_IN_FILE = 1000;
/** The format itself has five levels. */
const MAX_DEPTH = 16;

export type NamedRecipe = Pick<OwnRecipe, 'name' | 'recipe'>;

const version = z.literal(VERSION, `is not ${VERSION}`);

const namedRecipe = z.strictObject({
  name: z
    .string('is not text')
    .max(1000, 'is over 1000 characters')
    .refine((name) => name.trim() !== '', 'is empty'),
  recipe: recipeSchema,
});

const oneScheme = z.strictObject({ hookproof: z.literal('scheme'), version, ...namedRecipe.shape });

const severalSchemes = z.strictObject({
  hookproof: z.literal('schemes'),
  version,
  // Counted before any scheme is looked at.
  schemes: z
    .array(z.unknown(), 'is not a list of schemes')
    .min(1, 'holds no scheme')
    .max(MAX_SCHEMES_IN_FILE, `holds over ${MAX_SCHEMES_IN_FILE} schemes`)
    .pipe(z.array(namedRecipe)),
});

/** The text of a file with these schemes, one or more, in their order. */
export function serialiseSchemes(schemes: readonly NamedRecipe[]): string {
  const named = schemes.map(({ name, recipe }) => ({ name, recipe }));
  const [only] = named;
  const file =
    named.length === 1
      ? { hookproof: 'scheme', version: VERSION, ...only }
      : { hookproof: 'schemes', version: VERSION, schemes: named };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** One scheme or more, none of them looked at beyond its form. Failure: `import-invalid`, with the first place that is wrong. */
export function parseSchemeFile(text: string): Result<readonly NamedRecipe[], Failure> {
  const invalid = (problem: string) => fail({ code: 'import-invalid', problem } as const);
  if (text.length > MAX_SCHEME_FILE_CHARS) return invalid('it is larger than 4 MiB');
  const problem = jsonProblem(text, MAX_DEPTH);
  if (problem !== null) {
    return invalid(`it is not JSON: ${problem.problem} (line ${problem.line}, column ${problem.column})`);
  }
  const read: unknown = JSON.parse(text);
  const kind = kindOf(read);
  if (kind === null) return invalid('it is not a file of Hookproof schemes');
  const newer = newerVersion(read);
  if (newer !== null) {
    return invalid(`it was written by a newer Hookproof (format ${newer}, this one knows ${VERSION})`);
  }
  if (kind === 'scheme') {
    const parsed = oneScheme.safeParse(read);
    if (!parsed.success) return invalid(firstIssue(parsed.error));
    const { name, recipe } = parsed.data;
    return ok([{ name, recipe }]);
  }
  const parsed = severalSchemes.safeParse(read);
  return parsed.success ? ok(parsed.data.schemes) : invalid(firstIssue(parsed.error));
}

function kindOf(read: unknown): 'scheme' | 'schemes' | null {
  if (typeof read !== 'object' || read === null || !('hookproof' in read)) return null;
  return read.hookproof === 'scheme' || read.hookproof === 'schemes' ? read.hookproof : null;
}

function newerVersion(read: unknown): number | null {
  if (typeof read !== 'object' || read === null || !('version' in read)) return null;
  return typeof read.version === 'number' && read.version > VERSION ? read.version : null;
}

/** `recipe.signature.names names no field`. */
function firstIssue(error: z.ZodError): string {
  const [issue] = recipeIssues(error);
  if (issue === undefined) return 'it does not have the format of a scheme';
  return issue.path === '' ? `it ${issue.problem}` : `${issue.path} ${issue.problem}`;
}
