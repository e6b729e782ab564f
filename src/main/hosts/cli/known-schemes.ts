import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { isOwnScheme } from '../../../core/signature/own-recipe.ts';
import { parseSchemeFile } from '../../../core/signature/own-recipe-file.ts';
import { schemes as builtIn, schemeById } from '../../../core/signature/registry.ts';
import type { Scheme } from '../../../core/signature/scheme.ts';
import type { Workers } from '../../engine.ts';
import { OWN_RECIPES_VALUE, ownRecipesOf, schemesOf } from '../../schemes.ts';
import { openSqliteReader } from '../../storage/sqlite/sqlite-reader.ts';
import { dataDirOf } from './cli-engine.ts';
import { readInput } from './secret-source.ts';

/** The schemes a command may be asked for. */
export interface KnownSchemes {
  /** The user's own first, as in the app. */
  readonly all: readonly Scheme[];
  /** Of `--recipe`: what a request is checked or signed with when it names no scheme. */
  readonly chosen: Scheme | null;
  byId(id: string): Scheme | undefined;
}

export interface SchemeOptions {
  readonly scheme?: string;
  /** A data folder, for the schemes the user saved there. */
  readonly data?: string;
  /** A file with one exported scheme. */
  readonly recipe?: string;
}

/** What verdicts call the scheme of a file, which has no id until it is imported. */
const FILE_SCHEME_ID = 'own-file';

export const builtInSchemes: KnownSchemes = { all: builtIn, chosen: null, byId: schemeById };

/** The scheme that is named, or that of the file; null: neither. */
export function schemeFor(id: string | null, schemes: KnownSchemes): Result<Scheme | null, Failure> {
  if (id === null) return ok(schemes.chosen);
  const scheme = schemes.byId(id);
  return scheme === undefined ? fail({ code: 'scheme-unknown', scheme: id }) : ok(scheme);
}

function withOwn(own: readonly Scheme[], chosen: Scheme | null): KnownSchemes {
  return {
    all: own.length === 0 ? builtIn : [...own, ...builtIn],
    chosen,
    byId: (id) => schemeById(id) ?? own.find((scheme) => scheme.id === id),
  };
}

/**
 * The schemes for a command's options. A data folder is read only when it is named or an own scheme is asked for: nothing
 * else may depend on what this machine has saved.
 */
export async function knownSchemes(options: SchemeOptions, workers: Workers): Promise<Result<KnownSchemes, Failure>> {
  const { scheme, data, recipe } = options;
  if (recipe !== undefined) {
    const other = scheme !== undefined ? '--scheme' : data !== undefined ? '--data' : null;
    if (other !== null) {
      return fail({ code: 'invalid-input', field: '--recipe', problem: `leave ${other} out: the file is the scheme` });
    }
    const read = await schemeOfFile(recipe);
    return read.ok ? ok(withOwn([read.value], read.value)) : read;
  }
  if (data === undefined && (scheme === undefined || !isOwnScheme(scheme))) return ok(builtInSchemes);
  const own = await savedSchemes(options, workers);
  return own.ok ? ok(withOwn(own.value, null)) : own;
}

/** The user's own of a data folder, also while a Hookproof writes it. None where there is no such folder. */
export async function savedSchemes(
  options: { readonly data?: string },
  workers: Workers,
): Promise<Result<readonly Scheme[], Failure>> {
  const file = join(dataDirOf(options), 'history.db');
  if (!existsSync(file)) return ok([]);
  const opened = await openSqliteReader({ file, reader: workers.reader });
  if (!opened.ok) return opened;
  try {
    return ok(schemesOf(ownRecipesOf(await opened.value.value(OWN_RECIPES_VALUE))));
  } finally {
    await opened.value.close();
  }
}

async function schemeOfFile(file: string): Promise<Result<Scheme, Failure>> {
  const bytes = await readInput(file);
  if (!bytes.ok) return bytes;
  const invalid = (problem: string) => fail({ code: 'invalid-input', field: `--recipe ${file}`, problem } as const);
  const parsed = parseSchemeFile(new TextDecoder().decode(bytes.value));
  if (!parsed.ok) return parsed.failure.code === 'import-invalid' ? invalid(parsed.failure.problem) : parsed;
  const [only, ...others] = parsed.value;
  if (only === undefined || others.length > 0) {
    return invalid(`it holds ${parsed.value.length} schemes; export the one that is meant`);
  }
  const [scheme] = schemesOf([{ ...only, id: FILE_SCHEME_ID }]);
  if (scheme === undefined) throw new Error('a scheme was made of each recipe');
  return ok(scheme);
}
