import type { CodeLanguage } from '../../../core/verification-code/code-language.ts';
import { verificationCode } from '../../../core/verification-code/verification-code.ts';
import type { Workers } from '../../engine.ts';
import { knownSchemes, type SchemeOptions, schemeFor } from './known-schemes.ts';
import { complainOf, EXIT, type ExitCode, misuse, writeExact, writeJsonLine } from './output.ts';

export interface CodeOptions extends SchemeOptions {
  readonly language: CodeLanguage;
  readonly json: boolean;
}

/** `hookproof code`: source text that verifies a scheme, on standard output. */
export async function code(options: CodeOptions, workers: Workers): Promise<ExitCode> {
  const schemes = await knownSchemes(options, workers);
  if (!schemes.ok) return complainOf(schemes.failure, EXIT.usage);
  const scheme = schemeFor(options.scheme ?? null, schemes.value);
  if (!scheme.ok) return complainOf(scheme.failure, EXIT.usage);
  if (scheme.value === null) return misuse('code needs --scheme ID, or --recipe FILE.');
  const written = verificationCode(scheme.value, options.language);
  if (!written.ok) return complainOf(written.failure);
  if (options.json) await writeJsonLine(written.value);
  else await writeExact(written.value.text);
  return EXIT.ok;
}
