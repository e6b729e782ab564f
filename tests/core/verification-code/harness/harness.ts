import type { VerificationCode } from '../../../../src/core/verification-code/code-language.ts';
import type { CodeCase } from '../cases.ts';

export interface WrittenCase extends CodeCase {
  readonly code: VerificationCode;
}

/** How the code of many schemes is run at once in one language: what its processes write is a line a call, `id true` or `id false`. */
export interface Harness {
  /** Succeeds where the language is installed. */
  readonly probe: readonly [string, ...string[]];
  /** Files of the folder in which the commands run; `calls.txt` is there too. */
  files(cases: readonly WrittenCase[]): readonly (readonly [name: string, text: string])[];
  commands(cases: readonly WrittenCase[]): readonly (readonly [string, ...string[]])[];
  env?(dir: string): Readonly<Record<string, string>>;
}
